"""The states, provinces and nations a person may live in, by ISO 3166-2."""

from functools import lru_cache

from portal.catalogue import N_, said
from portal.languages import LANGUAGES

_COUNTRIES = """
ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bl bm bn bo bq br bs bt
bv bw by bz ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg eh
er es et fi fj fk fm fo fr ga gb gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht
hu id ie il im in io iq ir is it je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls
lt lu lv ly ma mc md me mf mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng ni
nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb sc sd se sg
sh si sj sk sl sm sn so sr ss st sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug
um us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw
"""
#: Countries by ISO 3166-1, as a pack may name itself.
COUNTRIES = frozenset(_COUNTRIES.split())
#: The part of a code before the hyphen is the place.
REGIONS: dict[str, str] = {
    "cn-bj": N_("Beijing"),
    "cn-tj": N_("Tianjin"),
    "cn-he": N_("Hebei"),
    "cn-sx": N_("Shanxi"),
    "cn-nm": N_("Inner Mongolia"),
    "cn-ln": N_("Liaoning"),
    "cn-jl": N_("Jilin"),
    "cn-hl": N_("Heilongjiang"),
    "cn-sh": N_("Shanghai"),
    "cn-js": N_("Jiangsu"),
    "cn-zj": N_("Zhejiang"),
    "cn-ah": N_("Anhui"),
    "cn-fj": N_("Fujian"),
    "cn-jx": N_("Jiangxi"),
    "cn-sd": N_("Shandong"),
    "cn-ha": N_("Henan"),
    "cn-hb": N_("Hubei"),
    "cn-hn": N_("Hunan"),
    "cn-gd": N_("Guangdong"),
    "cn-gx": N_("Guangxi"),
    "cn-hi": N_("Hainan"),
    "cn-cq": N_("Chongqing"),
    "cn-sc": N_("Sichuan"),
    "cn-gz": N_("Guizhou"),
    "cn-yn": N_("Yunnan"),
    "cn-xz": N_("Tibet"),
    "cn-sn": N_("Shaanxi"),
    "cn-gs": N_("Gansu"),
    "cn-qh": N_("Qinghai"),
    "cn-nx": N_("Ningxia"),
    "cn-xj": N_("Xinjiang"),
    "us-al": N_("Alabama"),
    "us-ak": N_("Alaska"),
    "us-az": N_("Arizona"),
    "us-ar": N_("Arkansas"),
    "us-ca": N_("California"),
    "us-co": N_("Colorado"),
    "us-ct": N_("Connecticut"),
    "us-de": N_("Delaware"),
    "us-dc": N_("District of Columbia"),
    "us-fl": N_("Florida"),
    "us-ga": N_("Georgia"),
    "us-hi": N_("Hawaii"),
    "us-id": N_("Idaho"),
    "us-il": N_("Illinois"),
    "us-in": N_("Indiana"),
    "us-ia": N_("Iowa"),
    "us-ks": N_("Kansas"),
    "us-ky": N_("Kentucky"),
    "us-la": N_("Louisiana"),
    "us-me": N_("Maine"),
    "us-md": N_("Maryland"),
    "us-ma": N_("Massachusetts"),
    "us-mi": N_("Michigan"),
    "us-mn": N_("Minnesota"),
    "us-ms": N_("Mississippi"),
    "us-mo": N_("Missouri"),
    "us-mt": N_("Montana"),
    "us-ne": N_("Nebraska"),
    "us-nv": N_("Nevada"),
    "us-nh": N_("New Hampshire"),
    "us-nj": N_("New Jersey"),
    "us-nm": N_("New Mexico"),
    "us-ny": N_("New York"),
    "us-nc": N_("North Carolina"),
    "us-nd": N_("North Dakota"),
    "us-oh": N_("Ohio"),
    "us-ok": N_("Oklahoma"),
    "us-or": N_("Oregon"),
    "us-pa": N_("Pennsylvania"),
    "us-pr": N_("Puerto Rico"),
    "us-ri": N_("Rhode Island"),
    "us-sc": N_("South Carolina"),
    "us-sd": N_("South Dakota"),
    "us-tn": N_("Tennessee"),
    "us-tx": N_("Texas"),
    "us-ut": N_("Utah"),
    "us-vt": N_("Vermont"),
    "us-va": N_("Virginia"),
    "us-wa": N_("Washington"),
    "us-wv": N_("West Virginia"),
    "us-wi": N_("Wisconsin"),
    "us-wy": N_("Wyoming"),
    "gb-eng": N_("England"),
    "gb-sct": N_("Scotland"),
    "gb-wls": N_("Wales"),
    "gb-nir": N_("Northern Ireland"),
}


def region_in(language: str, code: str) -> str:
    """The name of a region in a language; the code itself where we do not know it."""
    return said(language, REGIONS[code]) if code in REGIONS else code


@lru_cache(maxsize=64)
def regions_of(places: tuple[str, ...], language: str) -> dict[str, str]:
    """The regions of these places, named in the language being read."""
    return {code: region_in(language, code) for code in REGIONS if code[:2] in places}


#: What people write behind the name of a Chinese region, in either script.
_TAILS = ("省", "市", "自治区", "自治區", "壮族", "壯族", "回族", "维吾尔", "維吾爾")


def region_named(place: str, name: str) -> str | None:
    """The code of a region by its code, the end of it, or its name in any language; None if unknown."""
    name = name.casefold()
    mine = {code: english for code, english in REGIONS.items() if code.startswith(f"{place}-")}
    for code, english in mine.items():
        if name in (code, code.split("-")[1], english.casefold()):
            return code
    # The catalogues are read only for somebody who names a region in another language.
    for tail in (*reversed(_TAILS), *_TAILS):
        name = name.removesuffix(tail)
    named = ((code, region_in(one, code)) for one in LANGUAGES for code in mine)
    return next((code for code, known in named if known.casefold() == name), None)
