package dev.shisa.bom;

import dev.shisa.bom.Problem.Kind;
import dev.shisa.bom.internal.Sniffer;
import java.io.IOException;

/**
 * Reads any of the lists of {@link BomFormat}: sees by the content what it is, checks it against the rules of its format, and
 * takes what is sound. A broken file never stops with an exception: its breaking point is a {@link Problem} with a place.
 *
 * <p>Bounds: a file of at most {@link #FILE_BYTES_MAX}; depth, lengths of texts, components and dependencies are limited where they
 * are read. XML is read without DTD and external entities. Memory is about a kilobyte for each component taken.
 */
public final class BomReader {

    /** A list of 150,000 components, at 700 bytes each. */
    public static final long FILE_BYTES_MAX = 100L << 20;

    private BomReader() {}

    /**
     * What is in a file that is one packed list, and any other file as it is.
     *
     * @throws IOException here or while it is read: a fault of the disk, or of the packing ({@code ZipException}, {@code EOFException},
     *     {@code XZIOException}), as when it unpacks to more than {@link #FILE_BYTES_MAX}
     */
    public static ByteSource unpacked(ByteSource source) throws IOException {
        return Sniffer.unpacked(source);
    }

    /** Reads a list; only a fault of the disk is thrown. */
    public static Reading read(ByteSource source) throws IOException {
        if (source.sizeBytes() > FILE_BYTES_MAX) {
            return new Reading.Refused(
                    Problem.at("/", Kind.TOO_LARGE, Long.toString(source.sizeBytes()), Long.toString(FILE_BYTES_MAX)));
        }
        return Sniffer.read(source);
    }
}
