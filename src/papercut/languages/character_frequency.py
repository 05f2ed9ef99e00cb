"""How common characters are in newspapers: what the encoding of a file is told from.

Only rough steps are needed: text decoded in a wrong encoding turns into rare characters, whatever the page is about.
"""

from __future__ import annotations

HAN_SIMPLIFIED = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
    "十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形"
    "相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展"
    "五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战"
    "先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白"
    "教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且"
    "究观越织装影算低持音众书布复容儿须际商非验连断深难近千周素技备半办青省列习响约支般史感劳便团往历市克何除消构府称太准精值号率族"
    "维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严版讯者讲访评邮编辑"
)
"""The most frequent characters of modern Chinese, as every count of them agrees."""

HAN_TRADITIONAL = (
    "這個國時來們們對會發動學過說產種後經進著電裡裏實兩體機當點從業應開還與義事樣關線內數問無質變條沒結解軍間總設長頭資邊級圖統"
    "較將組見計論運農幾區強決戰則處隊給門規熱領東導壓爭濟階術極聯認權證轉單風帶場車務萬達積議聲報類離華張馬節話況傳許廣記須際驗連"
    "斷難備辦習響約勞團歷構稱準號維劃選標寫親養層專狀廠識適屬調滿縣參紅細聽該鐵價嚴訊講訪評郵編輯於為為眾書複復兒觀織裝態聞黨員題"
    "雖卽並衆羣啟佈擊獲護衛勝負醫藥銀錢銷售購買費賣價員貿貨遠東灣臺灣島嶼鄉鎮鄭陳劉趙孫吳黃楊許葉蘇蔣盧謝鄧韓馮鐘鍾嗎呢吧您啦"
)
"""Frequent characters that only traditional script has."""

HAN_OLD_PRESS = "之其者也而於乃矣曰以為焉哉亦夫所與及無不有此君余吾爾某氏云則故若遂既雖因復謂遊館樓閣妓伶戲滬申函謹啟"
"""Frequent characters of newspapers before 1949."""

HAN_CANTONESE = "嘅喺咗啲嗰冇唔佢哋嚟咁乜嘢噉睇攞俾啱咩喎囉喇噃晒咪諗揾搵瞓攰"
"""Frequent characters of Hong Kong papers that HKSCS was made for."""

HAN_JAPANESE = (
    "日本人年大国会中出事者月東時分行前新京内部政学社長生合同場地方市県党選挙議員氏約円対応関戦"
    "経済産業気実現発売広変図駅転楽黒帰"
)
"""Frequent kanji of Japanese newspapers."""

HANGUL = (
    "이다는에을의가고은로한하지사기를도인해자서대일정전시어리부나원수그과스라있제아장상구만년들보동으주조개경국성공신회관여영고민당할했"
    "면안것와선조위기업소연반방지비오진미중차단용문계였거현치화모세적유내달발교학통불한울초재선물금말행까된및된다청무식실생번후운트양터"
    "우술형감건남명모목바배복본북분살새석설속손습승약역열예온올외요욕월육음의입작잘점접족존종증직질집찰채책처천체총최추출친코타토투특파판"
    "평포표품프피필합항향험협호확환활황효"
)
"""Frequent syllables of Korean newspapers."""

PUNCTUATION = "，。、：；？！“”‘’（）《》〈〉「」『』【】〔〕…—·・．％～　￥／"
"""The signs of a Chinese, Japanese or Korean page."""
