package dev.shisa.server.platform.outgoing;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import javax.net.SocketFactory;
import org.eclipse.angus.mail.util.WriteTimeoutSocket;

/**
 * Connections to mail servers that end when more comes than a mail server has to say. The library for mail keeps an answer whole, however
 * long its lines and however many; before TLS has begun anybody on the way can give such an answer, and one that never ends would take
 * all memory of this server.
 */
public final class MailSockets extends SocketFactory {

    /** Greeting, what the server can do, the chain of its certificate and an answer to each command: some ten kilobytes. */
    private static final long SENDING_MAX = 1L << 20;

    /** Greeting, what the server can do, and that TLS may begin: some hundred bytes. */
    private static final long BEFORE_TLS_MAX = 64L << 10;

    /** How a record of TLS begins that opens a handshake (RFC 8446, section 5.1); no command of a mail program does. */
    private static final int HANDSHAKE = 22;

    private final int writeMillis;
    private final long most;
    private final boolean onlyBeforeTls;

    private MailSockets(int writeMillis, long most, boolean onlyBeforeTls) {
        this.writeMillis = writeMillis;
        this.most = most;
        this.onlyBeforeTls = onlyBeforeTls;
    }

    /**
     * To a server that takes a mail: all that it answers is short.
     *
     * @param writeMillis how long a write may take
     */
    public static MailSockets sending(int writeMillis) {
        return new MailSockets(writeMillis, SENDING_MAX, false);
    }

    /**
     * To a mail box: what comes before TLS is short and has no literals (RFC 9051, section 4.3), for which the library takes as much
     * memory as is announced. What a server sends that has shown its certificate are mails, which whoever reads them bounds.
     *
     * @param writeMillis how long a write may take
     */
    public static MailSockets reading(int writeMillis) {
        return new MailSockets(writeMillis, BEFORE_TLS_MAX, true);
    }

    /** A server that says more than one does. */
    public static final class TooMuchException extends IOException {
        private static final long serialVersionUID = 1;

        /** What there was too much of. */
        public TooMuchException(String what) {
            super(what);
        }
    }

    @Override
    public Socket createSocket() throws IOException {
        return new Bounded();
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw new UnsupportedOperationException("connected by who asks for it");
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
        throw new UnsupportedOperationException("connected by who asks for it");
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw new UnsupportedOperationException("connected by who asks for it");
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
        throw new UnsupportedOperationException("connected by who asks for it");
    }

    /** Of a channel: who gives up waiting interrupts, and only a channel is closed by that. */
    private final class Bounded extends WriteTimeoutSocket {
        private boolean hasBegunTls;
        private long received;
        private int last;
        private int lastButOne;

        Bounded() throws IOException {
            super(SocketChannel.open().socket(), writeMillis);
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return new Counted(super.getInputStream());
        }

        @Override
        public synchronized OutputStream getOutputStream() throws IOException {
            return new Watched(super.getOutputStream());
        }

        private void sends(int first) {
            hasBegunTls |= first == HANDSHAKE;
        }

        private void comes(byte[] bytes, int from, int to) throws TooMuchException {
            if (hasBegunTls && onlyBeforeTls) {
                return;
            }
            received += to - from;
            if (received > most) {
                throw new TooMuchException("more than " + most + " bytes");
            }
            for (int at = from; onlyBeforeTls && at < to; at++) {
                if (lastButOne == '}' && last == '\r' && bytes[at] == '\n') {
                    throw new TooMuchException("a literal before TLS");
                }
                lastButOne = last;
                last = bytes[at];
            }
        }

        private final class Counted extends FilterInputStream {

            Counted(InputStream in) {
                super(in);
            }

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] to, int from, int count) throws IOException {
                int read = super.read(to, from, count);
                comes(to, from, from + Math.max(0, read));
                return read;
            }
        }

        private final class Watched extends FilterOutputStream {

            Watched(OutputStream out) {
                super(out);
            }

            @Override
            public void write(int one) throws IOException {
                sends(one);
                out.write(one);
            }

            @Override
            public void write(byte[] bytes, int from, int count) throws IOException {
                if (count > 0) {
                    sends(bytes[from]);
                }
                out.write(bytes, from, count);
            }
        }
    }
}
