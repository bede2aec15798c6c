package dev.shisa.server.psirt;

import dev.shisa.server.platform.outgoing.MailSockets;
import jakarta.mail.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.eclipse.angus.mail.iap.Argument;
import org.eclipse.angus.mail.iap.ByteArray;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.IMAPStore;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;
import org.jspecify.annotations.Nullable;

/**
 * Mail boxes whose servers say no more than a mail box has to say. The library keeps every answer whole: it takes as much memory as a
 * literal announces (RFC 9051, section 4.3), as a line is long, as lines come, and a place for every mail that is said to be there. That a
 * server has shown its certificate does not make it a good one. Who says more is hung up on.
 */
final class BoundedImap extends IMAPStore {

    /** One response: a mail at most, from a server that gives none in pieces. */
    private static final int RESPONSE_BYTES_MAX = MailFile.BYTES_MAX + (1 << 20);

    /** All responses to one command: that mail, or the numbers of a hundred thousand new mails. */
    private static final int ANSWER_BYTES_MAX = 32 << 20;

    /** What a response takes that says nothing. */
    private static final int RESPONSE_BYTES = 256;

    /** What one look takes in, each of its mails as large as may be. */
    private static final long LOOK_BYTES_MAX = (long) Mailbox.MAILS_MAX * ANSWER_BYTES_MAX;

    /** The library keeps a place for each mail of a folder. */
    private static final int MAILS_MAX = 1_000_000;

    BoundedImap(Session session) {
        super(session, null);
    }

    @Override
    protected IMAPProtocol newIMAPProtocol(String host, int port) throws IOException, ProtocolException {
        return new Bounded(host, port);
    }

    private final class Bounded extends IMAPProtocol {

        // Counted from the greeting on, which is read while this is being made.
        private int answerBytes;
        private long lookBytes;

        Bounded(String host, int port) throws IOException, ProtocolException {
            super(name, host, port, session.getProperties(), isSSL, BoundedImap.this.logger);
        }

        @Override
        public String writeCommand(String command, @Nullable Argument args) throws IOException, ProtocolException {
            answerBytes = 0;
            return super.writeCommand(command, args);
        }

        @Override
        protected ByteArray getResponseBuffer() {
            ByteArray begun = super.getResponseBuffer();
            return new Buffer(begun == null ? new byte[128] : begun.getBytes());
        }

        @Override
        public Response readResponse() throws IOException, ProtocolException {
            Response response = super.readResponse();
            if (response instanceof IMAPResponse numbered && numbered.getNumber() > MAILS_MAX) {
                throw tooMuch("mails in a folder", MAILS_MAX);
            }
            return response;
        }

        private UncheckedIOException tooMuch(String what, long most) {
            disconnect();
            return new UncheckedIOException(new MailSockets.TooMuchException("more than " + most + " " + what));
        }

        /** What a response is read into. */
        private final class Buffer extends ByteArray {

            Buffer(byte[] bytes) {
                super(bytes, 0, bytes.length);
            }

            @Override
            public void grow(int more) {
                if (more > RESPONSE_BYTES_MAX - getBytes().length) {
                    throw tooMuch("bytes in a response", RESPONSE_BYTES_MAX);
                }
                super.grow(more);
            }

            @Override
            public void setCount(int bytes) {
                super.setCount(bytes);
                answerBytes += bytes + RESPONSE_BYTES;
                lookBytes += bytes;
                if (answerBytes > ANSWER_BYTES_MAX || lookBytes > LOOK_BYTES_MAX) {
                    throw tooMuch("bytes in an answer or a look", ANSWER_BYTES_MAX);
                }
            }
        }
    }
}
