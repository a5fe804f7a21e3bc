-- Pictures that shoppers showed. Whatever nobody has used a day later is deleted.
CREATE TABLE files (
    file_id     VARCHAR(32) NOT NULL PRIMARY KEY,
    shopper_id  VARCHAR(64) NOT NULL,
    sha256      VARCHAR(64) NOT NULL,
    media_type  VARCHAR(32) NOT NULL,
    width       INT         NOT NULL,
    height      INT         NOT NULL,
    in_use      BOOLEAN     NOT NULL DEFAULT FALSE,
    uploaded_at DATETIME(6) NOT NULL,
    content     LONGBLOB    NOT NULL
);
-- the same picture again is the same file; erasure; how many a day
CREATE UNIQUE INDEX files_by_content ON files (shopper_id, sha256);
CREATE INDEX files_unused ON files (in_use, uploaded_at);
