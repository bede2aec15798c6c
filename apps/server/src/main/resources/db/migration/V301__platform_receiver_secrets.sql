-- What is shared with a receiver (a mail server, a channel, whoever is sent checkpoints): it stands and falls with the transaction that
-- changes it. The key that opens it is a file. Those of before, a file each, are taken over when the server starts.
CREATE TABLE receiver_secret (
    receiver uuid PRIMARY KEY,
    sealed   bytea NOT NULL
);
CALL seal_table('receiver_secret', 'receiver', '', '');
