package dev.shisa.server.platform.age;

import static dev.shisa.server.platform.age.AgeException.Reason.BAD_HEADER;
import static dev.shisa.server.platform.age.AgeException.Reason.DAMAGED;
import static dev.shisa.server.platform.age.AgeException.Reason.WRONG_KEY;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Encrypts and decrypts files of the format age v1 (C2SP age.md) for X25519 keys and passphrases.
 *
 * <p>A file has a random key of its own. The header holds that key, wrapped for the reader; the payload is chunks of
 * 64 KiB, each authenticated under its number, so that a stream of any length is read in constant memory and nothing that
 * was changed is ever handed out. Who can write for a public key is not known from the file: what comes from it is
 * unaltered, not signed.
 */
public final class Age {

    static final int KEY_BYTES = 32;
    static final int FILE_KEY_BYTES = 16;
    private static final int WRAPPED_BYTES = FILE_KEY_BYTES + Primitives.TAG_BYTES;
    private static final int NONCE_BYTES = 16;
    private static final int SALT_BYTES = 16;
    private static final String X25519 = "X25519";
    private static final String SCRYPT = "scrypt";
    private static final String X25519_INFO = "age-encryption.org/v1/X25519";

    /** About a second and 256 MB for each passphrase that somebody tries. */
    private static final int WORK_FACTOR = 18;

    /** Twice the memory of ours; a file that asks for more is not to stop this program. */
    private static final int WORK_FACTOR_MAX = 19;

    private Age() {}

    /** Encrypts what is written to the result, for one recipient; closing it closes {@code out}. */
    public static Writer encrypt(OutputStream out, AgeRecipient recipient, SecureRandom random) throws IOException {
        byte[] fileKey = random(random, FILE_KEY_BYTES);
        AgeIdentity ephemeral = AgeIdentity.generate(random);
        byte[] share = ephemeral.recipient().point();
        byte[] shared = ephemeral
                .agree(recipient.point())
                .orElseThrow(() -> new AgeException(WRONG_KEY, recipient + " is not a usable key"));
        byte[] wrapKey = Primitives.hkdf(shared, joined(share, recipient.point()), X25519_INFO);
        return new Writer(
                out,
                new Stanza(List.of(X25519, Stanza.encode(share)), Primitives.wrap(wrapKey, fileKey)),
                fileKey,
                random(random, NONCE_BYTES));
    }

    /** Encrypts what is written to the result under a passphrase; takes a second and 256 MB. */
    public static Writer encrypt(OutputStream out, String passphrase, SecureRandom random) throws IOException {
        return encrypt(out, passphrase, random, WORK_FACTOR);
    }

    /** With another work factor: tests need not take a second each. */
    static Writer encrypt(OutputStream out, String passphrase, SecureRandom random, int workFactor) throws IOException {
        byte[] fileKey = random(random, FILE_KEY_BYTES);
        byte[] salt = random(random, SALT_BYTES);
        byte[] wrapKey = Primitives.scrypt(passphrase, salt, workFactor);
        return new Writer(
                out,
                new Stanza(
                        List.of(SCRYPT, Stanza.encode(salt), Integer.toString(workFactor)),
                        Primitives.wrap(wrapKey, fileKey)),
                fileKey,
                random(random, NONCE_BYTES));
    }

    /**
     * The content of a file for this identity. Only authentic bytes come out; an {@link AgeException} at any point means
     * that what follows was changed or is missing.
     */
    public static InputStream decrypt(InputStream in, AgeIdentity identity) throws IOException {
        InputStream buffered = new BufferedInputStream(in, Chunks.SEALED_BYTES);
        Header header = Header.read(buffered);
        boolean withPassphrase = false;
        byte[] fileKey = null;
        for (Stanza stanza : header.stanzas()) {
            withPassphrase |= stanza.kind().equals(SCRYPT);
            if (fileKey == null && stanza.kind().equals(X25519)) {
                fileKey = unwrap(stanza, identity).orElse(null);
            }
        }
        if (withPassphrase && header.stanzas().size() > 1) {
            throw new AgeException(BAD_HEADER, "the header has a passphrase beside other keys");
        }
        if (fileKey == null) {
            throw new AgeException(WRONG_KEY, "the file is for another key than " + identity.recipient());
        }
        return payload(buffered, header, fileKey);
    }

    /** The content of a file under this passphrase; as {@link #decrypt(InputStream, AgeIdentity)}. */
    public static InputStream decrypt(InputStream in, String passphrase) throws IOException {
        InputStream buffered = new BufferedInputStream(in, Chunks.SEALED_BYTES);
        Header header = Header.read(buffered);
        boolean any = header.stanzas().stream().anyMatch(stanza -> stanza.kind().equals(SCRYPT));
        if (any && header.stanzas().size() > 1) {
            throw new AgeException(BAD_HEADER, "the header has a passphrase beside other keys");
        }
        if (!any) {
            throw new AgeException(WRONG_KEY, "the file is not for a passphrase");
        }
        byte[] fileKey = unwrap(header.stanzas().getFirst(), passphrase)
                .orElseThrow(() -> new AgeException(WRONG_KEY, "the passphrase is another one"));
        return payload(buffered, header, fileKey);
    }

    private static Optional<byte[]> unwrap(Stanza stanza, AgeIdentity identity) throws AgeException {
        byte[] share =
                stanza.args().size() == 2 ? Stanza.decode(stanza.args().get(1)).orElse(new byte[0]) : new byte[0];
        if (share.length != KEY_BYTES || stanza.body().length != WRAPPED_BYTES) {
            throw new AgeException(BAD_HEADER, "the header has a malformed X25519 stanza");
        }
        byte[] shared = identity.agree(share)
                .orElseThrow(() -> new AgeException(BAD_HEADER, "the header has a share of low order"));
        byte[] wrapKey =
                Primitives.hkdf(shared, joined(share, identity.recipient().point()), X25519_INFO);
        return Primitives.unwrap(wrapKey, stanza.body());
    }

    private static Optional<byte[]> unwrap(Stanza stanza, String passphrase) throws AgeException {
        byte[] salt =
                stanza.args().size() == 3 ? Stanza.decode(stanza.args().get(1)).orElse(new byte[0]) : new byte[0];
        if (salt.length != SALT_BYTES
                || !stanza.args().get(2).matches("[1-9][0-9]{0,8}")
                || stanza.body().length != WRAPPED_BYTES) {
            throw new AgeException(BAD_HEADER, "the header has a malformed scrypt stanza");
        }
        int workFactor = Integer.parseInt(stanza.args().get(2));
        if (workFactor > WORK_FACTOR_MAX) {
            throw new AgeException(
                    BAD_HEADER, "the passphrase has a work factor of " + workFactor + ", at most " + WORK_FACTOR_MAX);
        }
        return Primitives.unwrap(Primitives.scrypt(passphrase, salt, workFactor), stanza.body());
    }

    private static InputStream payload(InputStream in, Header header, byte[] fileKey) throws IOException {
        if (fileKey.length != FILE_KEY_BYTES || !header.isAuthentic(fileKey)) {
            throw new AgeException(BAD_HEADER, "the header was changed");
        }
        byte[] nonce = in.readNBytes(NONCE_BYTES);
        if (nonce.length != NONCE_BYTES) {
            throw new AgeException(DAMAGED, "the file ends before its content");
        }
        return new Reader(in, Chunks.opening(fileKey, nonce));
    }

    private static byte[] random(SecureRandom random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] joined(byte[] a, byte[] b) {
        byte[] both = java.util.Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    /** A file being written. It must be closed: without its last chunk nobody can read it to the end. */
    public static final class Writer extends OutputStream {

        private final OutputStream out;
        private final byte[] fileKey;
        private final byte[] header;
        private final Chunks chunks;
        private final byte[] plain = new byte[Chunks.BYTES];
        private final byte[] sealed = new byte[Chunks.SEALED_BYTES];
        private int held;
        private boolean closed;

        private Writer(OutputStream out, Stanza stanza, byte[] fileKey, byte[] nonce) throws IOException {
            this.out = out;
            this.fileKey = fileKey;
            this.header = Header.of(List.of(stanza), fileKey).bytes();
            this.chunks = Chunks.sealing(fileKey, nonce);
            out.write(header);
            out.write(nonce);
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, bytes.length);
            if (closed) {
                throw new IOException("the file is closed");
            }
            int at = offset;
            int end = offset + length;
            while (at < end) {
                // A full chunk is kept until more comes: only then is it known not to be the last.
                if (held == plain.length) {
                    seal(false);
                }
                int count = Math.min(end - at, plain.length - held);
                System.arraycopy(bytes, at, plain, held, count);
                held += count;
                at += count;
            }
        }

        @Override
        public void close() throws IOException {
            if (!closed) {
                closed = true;
                try (out) {
                    seal(true);
                }
            }
        }

        /**
         * Reads back what was written, with the key of this one file: whoever has only the recipient can check it too.
         *
         * @param in the whole file, after this was closed
         */
        public InputStream reread(InputStream in) throws IOException {
            InputStream buffered = new BufferedInputStream(in, Chunks.SEALED_BYTES);
            if (!java.util.Arrays.equals(buffered.readNBytes(header.length), header)) {
                throw new AgeException(BAD_HEADER, "the header is not the one that was written");
            }
            byte[] nonce = buffered.readNBytes(NONCE_BYTES);
            if (nonce.length != NONCE_BYTES) {
                throw new AgeException(DAMAGED, "the file ends before its content");
            }
            return new Reader(buffered, Chunks.opening(fileKey, nonce));
        }

        private void seal(boolean last) throws IOException {
            try {
                int length = chunks.next(plain, held, last, sealed);
                held = 0;
                out.write(sealed, 0, length);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("ChaCha20-Poly1305 takes any chunk", e);
            }
        }
    }

    /** The payload, chunk by chunk. */
    private static final class Reader extends InputStream {

        private final InputStream in;
        private final Chunks chunks;
        private final byte[] sealed = new byte[Chunks.SEALED_BYTES];
        private final byte[] plain = new byte[Chunks.SEALED_BYTES];
        private int at;
        private int end;
        private boolean last;
        private boolean broken;

        Reader(InputStream in, Chunks chunks) {
            this.in = in;
            this.chunks = chunks;
        }

        @Override
        public int read() throws IOException {
            return hasMore() ? plain[at++] & 0xff : -1;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, bytes.length);
            if (length == 0) {
                return 0;
            }
            if (!hasMore()) {
                return -1;
            }
            int count = Math.min(length, end - at);
            System.arraycopy(plain, at, bytes, offset, count);
            at += count;
            return count;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }

        private boolean hasMore() throws IOException {
            if (at == end && !last) {
                // Once broken it stays so: what comes after a gap is not what was written there.
                if (broken) {
                    throw new AgeException(DAMAGED, "the content was changed or ends too early");
                }
                broken = true;
                open();
                broken = false;
            }
            return at < end;
        }

        private void open() throws IOException {
            int length = in.readNBytes(sealed, 0, sealed.length);
            in.mark(1);
            boolean isLast = in.read() < 0;
            in.reset();
            boolean first = chunks.count() == 0;
            if (length < Primitives.TAG_BYTES || (isLast && length == Primitives.TAG_BYTES && !first)) {
                throw new AgeException(DAMAGED, "the content ends too early");
            }
            try {
                end = chunks.next(sealed, length, isLast, plain);
                at = 0;
                last = isLast;
            } catch (GeneralSecurityException e) {
                throw new AgeException(DAMAGED, "the content was changed or ends too early");
            }
        }
    }
}
