"""Small Polis exports of every generation, written by hand, to read and to spoil."""

from pathlib import Path

COMMENTS = """\
timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body
1500000000000,Fri Jul 14 09:40:00 WIB 2017,0,0,2,1,1,The AI should tell the truth.
1500000060000,Fri Jul 14 09:41:00 WIB 2017,1,7,0,1,0,"Trust, but ""verify""."
1500000120000,Fri Jul 14 09:42:00 WIB 2017,2,8,0,0,-1,Buy my book!
"""

VOTES = """\
timestamp,datetime,comment-id,voter-id,vote
1500000001000,Fri Jul 14 09:40:01 WIB 2017,0,7,-1
1500000009500,Fri Jul 14 09:40:09 WIB 2017,0,7,1
1500000002000,Fri Jul 14 09:40:02 WIB 2017,0,8,1
1500000061000,Fri Jul 14 09:41:01 WIB 2017,1,8,-1
1500000062000,Fri Jul 14 09:41:02 WIB 2017,1,9,0
"""
"""Participant 7 changed from disagree to agree."""

MATRIX = """\
participant,group-id,n-comments,n-votes,n-agree,n-disagree,0,1
7,0,1,1,1,0,1,
8,1,1,2,1,1,1,-1
9,,0,1,0,0,,0
4,,0,0,0,0,,
"""
"""Participant 4 looked and voted on nothing."""

SUMMARY = """\
topic,What should an AI do?
url,https://example.org/abc
views,31
voters,4
voters-in-conv,4
commenters,3
comments,2
groups,2
conversation-description,"Two lines,
and a comma."
"""

SERVER_COMMENTS = """\
timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body
1732028760,Tue Nov 19 2024 15:06:00 GMT+0000 (Coordinated Universal Time),0,0,1,0,1,"Tell the truth."
1732028800,Tue Nov 19 2024 15:06:40 GMT+0000 (Coordinated Universal Time),1,1,0,1,0,"Trust, but ""verify""."
"""
SERVER_VOTES = """\
timestamp,datetime,comment-id,voter-id,vote
1732028770,Tue Nov 19 2024 15:06:10 GMT+0000 (Coordinated Universal Time),0,1,1
1732028780,Tue Nov 19 2024 15:06:20 GMT+0000 (Coordinated Universal Time),1,1,-1
"""
SERVER_MATRIX = """\
participant,group-id,n-comments,n-votes,n-agree,n-disagree,0,1
1,,1,2,1,1,1,-1
"""
EARLY_SERVER_COMMENTS = """\
timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body
1726600000,Tue Sep 17 2024 19:06:40 GMT+0000 (Coordinated Universal Time),0,0,0,1,1,Tell the "truth", always.
1726600100,Tue Sep 17 2024 19:08:20 GMT+0000 (Coordinated Universal Time),1,1,1,0,0,First line,
and a second one
"""
EARLY_SERVER_VOTES = """\
timestamp,datetime,comment-id,voter-id,vote
1726600010,Tue Sep 17 2024 19:06:50 GMT+0000 (Coordinated Universal Time),0,1,-1
1726600110,Tue Sep 17 2024 19:08:30 GMT+0000 (Coordinated Universal Time),1,2,1
"""
FLAGGED_COMMENTS = """\
timestamp,comment-id,author-id,agrees,disagrees,moderated,is-meta,is-seed,group-informed-consensus,comment-body
1712000000000,0,0,2,1,1,false,true,0.45,The AI should tell the truth.
1712000060000,1,7,0,1,0,true,false,0.2,The process should be open.
1712000120000,2,8,0,0,-1,false,false,0.1,Buy my book!
"""

WHOLE = {
    "comments.csv": COMMENTS,
    "votes.csv": VOTES,
    "participants-votes.csv": MATRIX,
    "summary.csv": SUMMARY,
}
WITHOUT_HISTORY = {"comments.csv": COMMENTS, "participants-votes.csv": MATRIX}
SERVER = {
    "comments.csv": SERVER_COMMENTS,
    "votes.csv": SERVER_VOTES,
    "participant-votes.csv": SERVER_MATRIX,
    "8f14e45f-xid.csv": 'participant,xid\n1,"outside-17"\n',
}
EARLY_SERVER = {"comments.csv": EARLY_SERVER_COMMENTS, "votes.csv": EARLY_SERVER_VOTES}


def write_folder(folder: Path, files: dict[str, str | bytes]) -> Path:
    """Write files into a new folder and return it."""
    folder.mkdir(parents=True)
    for name, content in files.items():
        data = content if isinstance(content, bytes) else content.encode()
        (folder / name).write_bytes(data)
    return folder
