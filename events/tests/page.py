"""The 26 events as the Convention's public page prints them: number, title, date, and venue with place on one line.

Taken from the page's own text, apart from events/data/events.json, so that a slip in one of them shows. The slips that
events/data/README.md lists are written as mended there.
"""
# ruff: noqa: E501

PAGE = [
    (
        1,
        "UNU Conversation Series – Beyond Migrants and Refugees",
        "31 May 2018",
        "United Nations University, Tokyo, Japan",
    ),
    (
        2,
        "The International Mobility Convention: New Global, Regional, and Technological Approaches to Migration",
        "28 May 2018",
        "Korea University, Seoul, Republic of Korea (South Korea)",
    ),
    (
        3,
        "UN’s Intergovernmental Conference on Migration in December – What is at Stake",
        "24 May 2018",
        "Swedish Institute for International Affairs, Stockholm, Sweden",
    ),
    (
        4,
        "A Model International Mobility Convention: Rights and Governance for Migrants and Refugees",
        "6 May 2018",
        "Columbia Global Centers | Amman, Jordan",
    ),
    (
        5,
        "The Model International Mobility Convention: Prospects for Global Migration and a More Interconnected World",
        "19 April 2018",
        "University of Virginia, Charlottesville, VA, USA",
    ),
    (
        6,
        "Beyond Migrants and Refugees: A Model International Mobility Convention",
        "5 April 2018",
        "Yale University, New Haven, CT, USA",
    ),
    (
        7,
        "Model International Mobility Convention Launch in Nairobi",
        "22 March 2018",
        "Columbia Global Centers | Nairobi, Kenya",
    ),
    (
        8,
        "A Model International Mobility Convention: Rights and Governance for Migrants and Refugees",
        "16 March 2018",
        "Columbia Global Centers | Mumbai, India",
    ),
    (
        9,
        "Refugee Hub: The Model International Mobility Convention",
        "6 March 2018",
        "University of Ottawa Refugee Hub, Ottawa, ON, Canada",
    ),
    (10, "New Rules for Migrants and Refugees", "21 February 2018", "Princeton University, Princeton, NJ, USA"),
    (
        11,
        "David and Lyn Silfen University Forum – People and Policy Adrift: A 21st Century Framework for Asylum Seekers, Refugees, and Immigration Policy",
        "15 February 2018",
        "University of Pennsylvania, Philadelphia, PA, USA",
    ),
    (
        12,
        "Regional Perspectives on Migration and Refugees",
        "18–19 January 2018",
        "Harriman Institute, Columbia University, New York, NY, USA",
    ),
    (
        13,
        "International Migrant’s Day",
        "18 December 2017",
        "United Nations University Institute on Globalization, Culture and Mobility (UNU-GCM), Barcelona, Spain",
    ),
    (
        14,
        "Perry World House Seminar Series: Model International Mobility Convention",
        "6 December 2017",
        "University of Pennsylvania, Perry World House, Philadelphia, PA, USA",
    ),
    (
        15,
        "Mark Zacher Distinguished Visitor Lecture: Crossing Borders in a Globalized World: A New Treaty for Migrants and Refugees",
        "2 December 2017",
        "The Vancouver Institute, Vancouver, BC, Canada",
    ),
    (
        16,
        "IES/Political Science Department co-hosted talk: Model International Mobility Treaty",
        "30 November 2017",
        "University of British Columbia, Vancouver, BC, Canada",
    ),
    (
        17,
        "Charles Francis Adams Lecture: Model International Mobility Convention",
        "9 November 2017",
        "Tufts University, The Fletcher School of Law and Diplomacy, Medford, MA, USA",
    ),
    (
        18,
        "A Model International Mobility Convention: Principles and Regulations for Migrants and Refugees",
        "3 November 2017",
        "University of Toronto, Munk School of Global Affairs, Toronto, ON, Canada",
    ),
    (
        19,
        "International Mobility Treaty: Annual Tanner-McMurrin Lecture",
        "26 October 2017",
        "University of Utah, Salt Lake City, UT, USA",
    ),
    (
        20,
        "Foreign Policy Association’s Centennial Lecture",
        "12 October 2017",
        "SUNY Global Center, New York, NY, USA",
    ),
    (
        21,
        "SIPA Migration Working Group Annual Fall Symposium: Innovations and Ideas in a Changing Landscape",
        "3 October 2017",
        "Columbia University, SIPA, New York, NY, USA",
    ),
    (
        22,
        "CMS Symposium – Whither Immigration? New Directions in Research and Policy in an Era of Nationalism",
        "3 October 2017",
        "Fried, Frank, Harris, Shriver & Jacobson LLP, New York, NY, USA",
    ),
    (23, "Collegium International (closed-door session)", "30 September 2017", "Défenseur des droits, Paris, France"),
    (
        24,
        "XV UNESP International Relations Week",
        "28 August – 1 September 2017",
        "Universidade Estadual Paulista Júlio de Mesquita Filho – UNESP, Marília, São Paulo, Brazil",
    ),
    (
        25,
        "International Policy Summer Institute",
        "5 June 2017",
        "School of International Service at American University, Washington, DC, USA",
    ),
    (
        26,
        "Model International Mobility Convention Symposium",
        "26 April 2017",
        "Columbia Law School, New York, NY, USA",
    ),
]
