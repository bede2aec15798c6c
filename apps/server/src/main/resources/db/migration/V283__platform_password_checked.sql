-- Whether a password was compared with those that leaked when it was chosen; nobody can tell it of a hash later.
ALTER TABLE person ADD COLUMN password_checked boolean NOT NULL DEFAULT false;
