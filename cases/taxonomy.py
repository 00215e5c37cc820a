"""The codes a case is filed under, each with its name in both languages (zh, en)."""

from __future__ import annotations

from typing import Final

CATEGORIES: Final[dict[str, tuple[str, str]]] = {
    "labor_wages": ("劳动报酬", "Wages and labour"),
    "land_expropriation": ("征地补偿", "Land expropriation"),
    "housing_property": ("住房与物业", "Housing and property"),
    "fire_safety": ("消防安全", "Fire safety"),
    "environment_noise": ("环境与噪声", "Environment and noise"),
    "medical_insurance": ("医疗保险", "Medical insurance"),
    "education": ("教育", "Education"),
    "transport_roads": ("交通道路", "Transport and roads"),
    "social_aid": ("社会救助", "Social aid"),
    "agriculture_rural": ("农业农村", "Agriculture and villages"),
    "business_finance": ("工商金融", "Business and finance"),
    "consumer_market": ("消费与市场", "Consumers and markets"),
    "public_security": ("公共安全", "Public security"),
    "litigation": ("涉法涉诉", "Court matters"),
    "official_misconduct": ("干部作风", "Official misconduct"),
    "suggestion": ("意见建议", "Suggestion"),
}

DEPARTMENTS: Final[dict[str, tuple[str, str]]] = {
    "petition_bureau": ("信访局", "Petition bureau"),
    "housing": ("住建局", "Housing"),
    "human_resources": ("人社局", "Human resources"),
    "natural_resources": ("自然资源局", "Natural resources"),
    "subdistrict": ("街道办（乡镇政府）", "Subdistrict office"),
    "urban_management": ("城管局", "Urban management"),
    "environment": ("生态环境局", "Environment"),
    "health_insurance": ("医保局", "Health insurance"),
    "health": ("卫健委", "Health"),
    "education": ("教育局", "Education"),
    "transport": ("交通局", "Transport"),
    "civil_affairs": ("民政局", "Civil affairs"),
    "agriculture": ("农业农村局", "Agriculture"),
    "finance_regulator": ("金融监管局", "Finance regulator"),
    "market_supervision": ("市场监管局", "Market supervision"),
    "public_security": ("公安局", "Public security"),
    "fire": ("消防救援", "Fire service"),
    "justice": ("司法局", "Justice"),
    "discipline": ("纪委监委", "Discipline inspection"),
}
