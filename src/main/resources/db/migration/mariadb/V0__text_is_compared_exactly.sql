-- Every later table takes its character set from the database. However the operator created it, text is
-- full UTF-8 (rare Hanzi, emoji) and compared byte by byte: 'Bob', 'bob' and 'bob ' are three shoppers, as on H2.
ALTER DATABASE CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;
