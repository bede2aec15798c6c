package dev.shisa.server.platform.door;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.function.LongSupplier;
import org.apache.coyote.InputBuffer;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a body as they come from the connection, whoever reads them: none before the body was opened ({@link Body}), and none after
 * it has been on its way for too long. The container's own limit is for the silence between two bytes, which somebody who sends one every
 * few seconds never reaches.
 */
final class BodyInput implements InputBuffer {

    static final String ATTRIBUTE = BodyInput.class.getName();

    private static final Unwanted UNWANTED = new Unwanted(System::nanoTime);

    private final InputBuffer connection;
    private final LongSupplier nanos;
    private final long begun;
    private @Nullable Sender sender;
    private Turns.@Nullable Turn turn;
    private long received;

    BodyInput(InputBuffer connection, LongSupplier nanos) {
        this.connection = connection;
        this.nanos = nanos;
        this.begun = nanos.getAsLong();
    }

    void open(Sender by) {
        sender = by;
    }

    /** In whose turn it is read; null: it needs none. */
    void of(Turns.@Nullable Turn reading) {
        turn = reading;
    }

    @Override
    public int doRead(ApplicationBufferHandler handler) throws IOException {
        if (sender == null) {
            throw new IOException("nobody has opened this body");
        }
        return read(handler, sender);
    }

    private int read(ApplicationBufferHandler handler, Sender pace) throws IOException {
        if (nanos.getAsLong() - begun > pace.allowedNanos(received)) {
            throw new SocketTimeoutException("the body comes too slowly: " + received + " bytes");
        }
        int read = turn == null ? connection.doRead(handler) : readAtRest(handler, turn);
        received += Math.max(0, read);
        return read;
    }

    /** Nobody else waits for a turn because this one waits for bytes. */
    private int readAtRest(ApplicationBufferHandler handler, Turns.Turn reading) throws IOException {
        reading.rest();
        try {
            return connection.doRead(handler);
        } finally {
            try {
                reading.resume();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Reads on to the end and keeps nothing, so that a client that sends everything before it looks at the answer sees it.
     *
     * @return whether the end was reached; otherwise the connection has to end
     */
    boolean drain() {
        Nowhere nowhere = new Nowhere();
        try {
            Sender pace = sender == null ? Sender.STRANGER : sender;
            int read = read(nowhere, pace);
            while (read >= 0) {
                if (received > DRAINED_MAX) {
                    return false;
                }
                Thread.sleep(UNWANTED.pause(read));
                read = read(nowhere, pace);
            }
            return true;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            // The server stops.
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** More than any body that is taken. */
    private static final long DRAINED_MAX = 256L << 20;

    @Override
    public int available() {
        return sender == null ? 0 : connection.available();
    }

    /** Takes what is read and drops it. */
    private static final class Nowhere implements ApplicationBufferHandler {
        private java.nio.ByteBuffer last = java.nio.ByteBuffer.allocate(0);

        @Override
        public void setByteBuffer(java.nio.ByteBuffer buffer) {
            last = buffer;
        }

        @Override
        public java.nio.ByteBuffer getByteBuffer() {
            return last;
        }

        @Override
        public void expand(int size) {}
    }
}
