package dev.shisa.bom.internal;

import dev.shisa.bom.BomReader;
import dev.shisa.bom.ByteSource;
import dev.shisa.bom.Packed;
import dev.shisa.bom.Problem;
import dev.shisa.bom.Problem.Kind;
import dev.shisa.bom.Reading;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZIOException;

/**
 * One list that is packed: with gzip, Zstandard or xz, or as the only file of a zip archive. It is unpacked once to see that it is
 * sound and how large, and again for every look at it; nothing is written to disk. What is packed must be whole, since half of it says
 * nothing about where a list ends.
 */
final class PackedList {

    /** What computers put beside the files of people. */
    private static final Pattern BESIDE = Pattern.compile("__MACOSX/.*|(.*/)?(\\.DS_Store|Thumbs\\.db|desktop\\.ini)");

    /** Parts of spreadsheets of any kind. */
    private static final Pattern WORKBOOK =
            Pattern.compile("\\[Content_Types]\\.xml|mimetype|(xl|_rels|docProps|customXml)/.*");

    private PackedList() {}

    /** Reads what a packed file holds: an archive of SPDX documents, or one list. */
    static Reading read(ByteSource source) throws IOException {
        return isArchive(source) ? SpdxArchive.read(source) : inside(plain(source));
    }

    static ByteSource plain(ByteSource source) {
        return new ByteSource(source.name(), 0, () -> Packed.open(source.open(), BomReader.FILE_BYTES_MAX));
    }

    static boolean isArchive(ByteSource source) throws IOException {
        try (InputStream in = Packed.open(source.open(), BomReader.FILE_BYTES_MAX)) {
            return Tar.isHeader(in.readNBytes(Sniffer.HEAD_BYTES));
        } catch (ZipException | EOFException | XZIOException e) {
            // It is told when it is read.
            return false;
        }
    }

    /** Reads the only file of a zip archive; empty if it is a workbook, or has several. */
    static Optional<Reading> ofZip(ByteSource source) throws IOException {
        try {
            Optional<ByteSource> only = onlyFile(source);
            return only.isPresent() ? Optional.of(inside(only.get())) : Optional.empty();
        } catch (ZipException | EOFException e) {
            return Optional.of(unreadable(e));
        }
    }

    /** The only file of a zip archive that is no workbook. */
    static Optional<ByteSource> onlyFile(ByteSource source) throws IOException {
        String only = "";
        try (ZipInputStream zip = zip(source)) {
            ZipEntry entry;
            while ((entry = file(zip)) != null) {
                if (!only.isEmpty() || isOfWorkbook(entry.getName())) {
                    return Optional.empty();
                }
                only = entry.getName();
                new Unpacked(zip, BomReader.FILE_BYTES_MAX).transferTo(OutputStream.nullOutputStream());
            }
        } catch (IllegalArgumentException e) {
            // A name that is no text: the archive says by itself that it is none.
            return Optional.empty();
        }
        return only.isEmpty()
                ? Optional.empty()
                : Optional.of(new ByteSource(only, 0, () -> {
                    ZipInputStream zip = zip(source);
                    file(zip);
                    return new Unpacked(zip, BomReader.FILE_BYTES_MAX);
                }));
    }

    private static boolean isOfWorkbook(String name) {
        return WORKBOOK.matcher(name).matches();
    }

    private static ZipInputStream zip(ByteSource source) throws IOException {
        return new ZipInputStream(new BufferedInputStream(source.open(), 1 << 16));
    }

    /** Goes to the next file of people; null at the end. */
    private static @Nullable ZipEntry file(ZipInputStream zip) throws IOException {
        ZipEntry entry;
        do {
            entry = zip.getNextEntry();
        } while (entry != null
                && (entry.isDirectory() || BESIDE.matcher(entry.getName()).matches()));
        return entry;
    }

    private static Reading inside(ByteSource packed) throws IOException {
        long sizeBytes;
        try (InputStream in = packed.open()) {
            sizeBytes = in.transferTo(OutputStream.nullOutputStream());
        } catch (ZipException | EOFException | XZIOException e) {
            return unreadable(e);
        }
        return Sniffer.readPlain(new ByteSource(packed.name(), sizeBytes, packed::open));
    }

    private static Reading unreadable(Exception e) {
        String why = e.getMessage() == null ? "it ends too early" : e.getMessage();
        return new Reading.Refused(Problem.at("/", Kind.UNREADABLE, why));
    }
}
