package dev.shisa.bom;

import dev.shisa.bom.internal.Unpacked;
import dev.shisa.bom.internal.Zstandard;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumSet;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * Files that are packed as a whole with gzip (RFC 1952), Zstandard (RFC 8878) or xz: what they are, their first bytes say. What comes
 * out is bounded by the caller; what goes wrong with the packing itself is an {@link IOException} in the middle of reading.
 */
public enum Packed {
    GZIP {
        @Override
        InputStream unpack(InputStream in) throws IOException {
            return new GZIPInputStream(in, BUFFER_BYTES);
        }
    },
    ZSTANDARD {
        @Override
        InputStream unpack(InputStream in) {
            return new Zstandard(in);
        }
    },
    XZ {
        @Override
        InputStream unpack(InputStream in) throws IOException {
            return new XZInputStream(in, XZ_DICTIONARY_KIB_MAX);
        }
    },
    NOT {
        @Override
        InputStream unpack(InputStream in) {
            return in;
        }
    };

    private static final int BUFFER_BYTES = 1 << 16;
    private static final int HEAD_BYTES = 6;

    /** {@code xz -9} asks for 65 MiB; what asks for more would take the memory of everybody else. */
    private static final int XZ_DICTIONARY_KIB_MAX = 80 << 10;

    abstract InputStream unpack(InputStream in) throws IOException;

    /** How a file is packed that begins so. */
    public static Packed of(byte[] head) {
        if (head.length < HEAD_BYTES) {
            return NOT;
        }
        int magic = (head[0] & 0xff) | ((head[1] & 0xff) << 8) | ((head[2] & 0xff) << 16) | ((head[3] & 0xff) << 24);
        if ((magic & 0xffff) == 0x8b1f) {
            return GZIP;
        }
        if (magic == Zstandard.MAGIC || (magic & 0xfffffff0) == Zstandard.MAGIC_SKIPPABLE) {
            return ZSTANDARD;
        }
        return magic == 0x587a37fd && head[4] == 'Z' && head[5] == 0 ? XZ : NOT;
    }

    /**
     * What is in a file, unpacked if it is packed; what is not comes as it is.
     *
     * @param bytesMax more than this is never given
     */
    public static InputStream open(InputStream file, long bytesMax) throws IOException {
        return open(file, bytesMax, EnumSet.allOf(Packed.class));
    }

    /** The same, but what is packed in another way than these comes as it is. */
    public static InputStream open(InputStream file, long bytesMax, Set<Packed> ways) throws IOException {
        InputStream in = new BufferedInputStream(file, BUFFER_BYTES);
        in.mark(HEAD_BYTES);
        Packed packed = of(in.readNBytes(HEAD_BYTES));
        in.reset();
        return packed == NOT || !ways.contains(packed)
                ? in
                : new BufferedInputStream(new Unpacked(packed.unpack(in), bytesMax), BUFFER_BYTES);
    }
}
