"""Recourse: a complaint and escalation portal for debtors."""
