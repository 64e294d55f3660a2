"""Farewells, burdens and plans are seen however they are said; talk that only sounds like them is not."""

import pytest

from portal.domain.story import CALL_NOW
from portal.jurisdictions.signs import shared_reader

READER = shared_reader()

SELF_HARM = """
I keep thinking my family would be happier without me
honestly there is no reason for me to go on
my life insurance would cover every cent of this
I am worth more dead than alive
I have been saving up my sleeping pills
I counted out the tablets last night and lined them up
i sat on the bridge for an hour looking down
I parked by the train tracks and thought about it
I just want to go to sleep and never wake up
I don't see any point in living any more
what is the point of going on
If I was gone they would leave my wife alone
when I'm gone please tell my kids I love them
by the time you read this it will be over
this is my goodbye
I wrote letters to my children in case
you people are driving me to suicide
I am going to end my life because of your calls
I can't do this anymore, I want out of this life
I'm done living like this
I want it all to end, I want to die
I've thought about driving my car into a tree
my husband tried to kill himself after your letter
I put the gun to my head last night
I took a handful of pills and woke up in the ER
cutting myself again since the calls began
I feel like a burden on my family
nobody would miss me
the only way out is for me to die
I hope I don't wake up tomorrow
I am ready to jump off a roof
no one would notice if i was dead
I'd be better off dead
I don't deserve to live
I don't want to exist
I would rather die than get one more call
I am suicidal because of this debt
I called the suicide hotline on Tuesday
he hung himself in the garage
my dad shot himself over a repossession
I've been having dark thoughts, thoughts of dying
why am I even alive
Im so tired of being alive
please look after my dog when I am gone
I cannot go on like this much longer
i have a rope in the garage
im gonna kms
I looked at the knife and thought about my wrists
The kids deserve a mother but they'd be better off without me
You will have blood on your hands
I do not plan to be here by Christmas
I made my will and said my goodbyes
I thought about stepping in front of a bus
what is left to live for
there's nothing left for me
I think about ending it every day
I tried to overdose in March
I want to unalive myself
Everyone would be relieved if I was dead
It would be easier for them if I wasn't around
我就想一觉睡过去再也别醒
每天站在阳台往下看，想跳
要是没有我，家里就轻松了
我死了债就不用还了吧
我写好了遗书放在枕头下面
安眠药已经攒了一瓶
昨晚喝了半瓶农药被救回来
我老公被逼得上吊了
真的不想活下去了
活着就是受罪
我是家里的累赘
不想再拖累父母了，想走了
跟孩子告别过了
下辈子再还你们
这是我最后一次留言
再逼我我就从你们公司楼上跳下去
我就死给你们看
带着孩子一起走算了
已经在天台上坐了两个小时
我在桥上，想往下跳
想了结这一切
想解脱
已经没有活下去的勇气
好几次想割腕
我买了炭
煤气都打开过了
想自鲨
想4了
真的想噶了
活够了
做人没意思
唔想做人喇，想由天台跳落去
死咗佢好過
人死債爛，我死就算
我撐不下去了，只想死
想一了百了
不如死了算了
他在江边走了一夜，说不想活
我妹妹因为催收跳河了
我爸喝了农药
我每天都有轻生的念头
我想过死
我想过轻生
没什么可留恋的了
看不到活路，只有死路一条
我用命还你们行不行
一命抵一债
我要是走了请照顾好我女儿
别找我家人，我已经不在了
我吞了一把药
吃了一整瓶安眠药
逼死人了，我姐自杀了
我把绳子都准备好了
我真的活不下去
活不起也死不起，想死又舍不得孩子
我不想看到明天的太阳
再打一个电话我就去死
我走了以后，钱找保险公司要
""".strip().splitlines()

DANGER = """
there is a man outside my house with a bat right now
they are breaking down my door
two guys are at my door and will not leave
he pulled a gun on me
I am hiding in the closet with my kids
please call 911 he is in my house
he is following me in his truck right now
they have me in a room and won't let me go
he said he will shoot me tonight
they said they will burn my house down
I fear for my safety, he knows where I park
he grabbed my arm and threw me against the wall
he told me accidents happen to people who don't pay
they threatened to hurt my daughter
someone slashed our tires and left a note about the loan
he said he would break my knees
a guy with a crowbar is on my porch
they will kill me if I don't pay by Friday
they beat up my brother over my loan
my life is in danger
I received death threats from the collector
they're banging on the door right now and my baby is crying
他们现在就在我家门口砸门
门外有三个男的拿着棍子
我被他们关在屋里出不去
他们扣着我不让走
快帮我报警
有人拿刀架在我脖子上
我和孩子躲在卧室不敢出声
一群人冲进我家打人
他们把我老公打伤了
说今晚要来砍死我
威胁要绑架我孩子
他们跟踪我好几天了
说要卸我一条腿
被他们绑到车上
往我家门口泼汽油
放话要弄死我全家
拿着菜刀来要债
現在有人在我家樓下堵著
收數佬話要斬我
我的人身安全受到威胁
不还就打断我的腿
几个人把我围住不让走
""".strip().splitlines()

INNOCENT = """
The fees are killing me.
This interest rate is highway robbery.
I nearly died laughing when I saw the bill.
My phone died in the middle of the call.
It is financial suicide to take that loan.
The fee for the late payment beat my estimate.
I am dying to see the paperwork.
Shoot me an email when it posts.
We live near the bridge.
They shot down my offer.
I work at the end of the line.
The roof loan was for a new roof.
My account is at risk of being closed.
The deal is dead.
I hung up.
He beat me to the phone.
The late fee hit me twice.
I updated my address with the police pension fund.
They killed my application.
烦死我了。
累死了，天天加班。
笑死，这也算合同？
我家住在江边。
药费花了三万。
店里跳楼价清仓。
跳槽以后工资低了。
手机死机了。
客服态度像死人一样。
死活不给我合同。
气死我了，利息这么高。
打死我也不再借网贷。
我爸在桥上摆摊。
想死你了，妈妈。
农药店欠我的货款。
烧炭烤肉的店倒闭了。
""".strip().splitlines()


@pytest.mark.parametrize("text", SELF_HARM)
def test_words_of_ending_a_life_are_seen(text):
    assert "self_harm" in READER.read(text).dangers


@pytest.mark.parametrize("text", DANGER)
def test_force_told_or_threatened_or_here_is_seen(text):
    assert {"immediate_danger", "violence"} & set(READER.read(text).dangers)


@pytest.mark.parametrize("text", INNOCENT)
def test_what_only_sounds_like_it_is_left_alone(text):
    assert not CALL_NOW & set(READER.read(text).dangers)


@pytest.mark.parametrize(
    "text",
    [
        "I am not suicidal.", "I'm not in danger.",
        "They have not hurt me.", "我没有想不开。",
    ],
)  # fmt: skip
def test_what_is_denied_is_left_alone(text):
    assert not CALL_NOW & set(READER.read(text).dangers)
