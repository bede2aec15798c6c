package dev.shisa.server.platform.office;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.poi.openxml4j.util.ZipFileZipEntrySource;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;

/**
 * The parts of an xlsx file, opened within bounds and written back.
 *
 * <p>The layout of a form must come back untouched, so a filled form is not a workbook that some library wrote anew: every
 * part that holds no answer is copied in its compressed form, byte for byte, in the old order, and only the parts with
 * answers are replaced. The bounds hold against what is really inflated, not against what the directory claims.
 */
public final class OfficePackage {

    /** An empty checklist is some hundred kilobytes; pictures pasted into it may make some megabytes. */
    public static final int SIZE_MAX = 20 << 20;

    public static final int ENTRIES_MAX = 2_000;

    /** All parts together, inflated; pictures are only counted, never held. */
    static final long INFLATED_MAX = 96L << 20;

    /** One XML part, inflated. IPA's largest sheets have some hundred kilobytes. */
    public static final long XML_PART_MAX = 8L << 20;

    /** All tags and attributes of the XML parts: a tree in memory takes some hundred bytes for each of them. */
    static final int NODES_MAX = 500_000;

    /** Inflated to packed size of one part. Formatted empty cells pack about 1 : 60. */
    static final int RATIO_MAX = 250;

    /** Below this size a ratio says nothing. */
    private static final long RATIO_FROM = 1 << 20;

    private static final Pattern ENCODING = Pattern.compile("^\\ufeff?<\\?xml[^>]*encoding\\s*=\\s*[\"']([^\"']+)");
    private static final String DOCTYPE = "<!DOCTYPE";
    private static final byte[] OLE2 = {(byte) 0xd0, (byte) 0xcf, 0x11, (byte) 0xe0};
    private static final String MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";

    /** Where a local file header has the length of its name, and the name (APPNOTE 4.3.7). */
    private static final int LOCAL_NAME_LENGTH = 26;

    private static final int LOCAL_NAME = 30;

    private final byte[] bytes;
    private final Set<String> names;

    private OfficePackage(byte[] bytes, Set<String> names) {
        this.bytes = bytes;
        this.names = Collections.unmodifiableSet(names);
    }

    /** The file as it was uploaded. */
    public byte[] bytes() {
        return bytes;
    }

    /** Names of the parts in their order in the file. */
    public List<String> names() {
        return List.copyOf(names);
    }

    /** The parts for POI, inflated one by one as it asks for them; closing it closes nothing else. */
    ZipFileZipEntrySource source() {
        try {
            return new ZipFileZipEntrySource(
                    ZipFile.builder().setByteArray(bytes).get());
        } catch (IOException e) {
            throw new WorkbookRefused("truncated");
        }
    }

    /** A part, inflated. */
    public byte[] part(String name) {
        try (ZipFile zip = ZipFile.builder().setByteArray(bytes).get()) {
            ZipArchiveEntry entry = zip.getEntry(name);
            if (entry == null) {
                throw new WorkbookRefused("damaged", name);
            }
            return inflate(zip, entry, INFLATED_MAX);
        } catch (IOException e) {
            throw new WorkbookRefused("damaged", name);
        }
    }

    /** An XML part as text; UTF-8 and UTF-16 are what the standard allows. */
    public String text(String name) {
        byte[] part = part(name);
        if (isUtf16(part)) {
            return new String(part, StandardCharsets.UTF_16);
        }
        String text = new String(part, StandardCharsets.UTF_8);
        Matcher declared = ENCODING.matcher(text.substring(0, Math.min(200, text.length())));
        if (declared.find() && !declared.group(1).equalsIgnoreCase("UTF-8")) {
            throw new WorkbookRefused("damaged", name);
        }
        return text;
    }

    /** Opens a file that somebody uploaded. */
    public static OfficePackage open(byte[] bytes) {
        if (bytes.length == 0) {
            throw new WorkbookRefused("empty");
        }
        if (bytes.length > SIZE_MAX) {
            throw new WorkbookRefused("too-large", SIZE_MAX >> 20);
        }
        if (startsWith(bytes, OLE2)) {
            throw new WorkbookRefused(encrypted(bytes) ? "password" : "xls");
        }
        if (bytes.length < 4 || bytes[0] != 'P' || bytes[1] != 'K') {
            throw new WorkbookRefused("not-xlsx");
        }
        Set<String> names = new LinkedHashSet<>();
        try (ZipFile zip = ZipFile.builder().setByteArray(bytes).get()) {
            long total = 0;
            int nodes = 0;
            for (ZipArchiveEntry entry : entries(zip)) {
                if (entry.isDirectory()) {
                    continue;
                }
                if (entry.getGeneralPurposeBit().usesEncryption()) {
                    throw new WorkbookRefused("password");
                }
                if (!names.add(entry.getName()) || !isNamedSo(bytes, entry)) {
                    throw new WorkbookRefused("damaged", entry.getName());
                }
                if (isXml(entry.getName())) {
                    byte[] part = inflate(zip, entry, INFLATED_MAX - total);
                    total += part.length;
                    nodes += checkXml(entry.getName(), part);
                } else {
                    total += inflate(zip, entry, INFLATED_MAX - total, OutputStream.nullOutputStream());
                }
                if (nodes > NODES_MAX) {
                    throw new WorkbookRefused("too-many-cells", Workbooks.CELLS_MAX);
                }
            }
        } catch (IOException e) {
            throw new WorkbookRefused("truncated");
        }
        OfficePackage form = new OfficePackage(bytes, names);
        form.checkKind();
        return form;
    }

    /** Whether a part has the name in front of its bytes that the file's list gives it: under another one, it would be missed. */
    private static boolean isNamedSo(byte[] bytes, ZipArchiveEntry entry) {
        long offset = entry.getLocalHeaderOffset();
        byte[] name = entry.getRawName();
        if (offset < 0 || offset > bytes.length - LOCAL_NAME - name.length) {
            return false;
        }
        int head = (int) offset;
        int begin = head + LOCAL_NAME;
        return Byte.toUnsignedInt(bytes[head + LOCAL_NAME_LENGTH])
                                + (Byte.toUnsignedInt(bytes[head + LOCAL_NAME_LENGTH + 1]) << 8)
                        == name.length
                && Arrays.equals(bytes, begin, begin + name.length, name, 0, name.length);
    }

    /** The same file with some parts replaced; the others are copied as they are packed. */
    public byte[] with(Map<String, String> replaced) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + 4096);
        try (ZipFile zip = ZipFile.builder().setByteArray(bytes).get();
                ZipArchiveOutputStream written = new ZipArchiveOutputStream(out)) {
            for (ZipArchiveEntry entry : entries(zip)) {
                String text = replaced.get(entry.getName());
                if (text == null) {
                    try (InputStream raw = zip.getRawInputStream(entry)) {
                        written.addRawArchiveEntry(entry, raw);
                    }
                } else {
                    ZipArchiveEntry changed = new ZipArchiveEntry(entry.getName());
                    changed.setTime(entry.getTime());
                    changed.setMethod(ZipEntry.DEFLATED);
                    written.putArchiveEntry(changed);
                    boolean utf16 = text.startsWith("\ufeff") || isUtf16(part(entry.getName()));
                    written.write(text.getBytes(utf16 ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8));
                    written.closeArchiveEntry();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the filled form could not be packed", e);
        }
        return out.toByteArray();
    }

    private static boolean isUtf16(byte[] part) {
        return part.length > 1
                && ((part[0] == (byte) 0xff && part[1] == (byte) 0xfe)
                        || (part[0] == (byte) 0xfe && part[1] == (byte) 0xff));
    }

    private static List<ZipArchiveEntry> entries(ZipFile zip) {
        List<ZipArchiveEntry> entries = new ArrayList<>();
        for (Enumeration<ZipArchiveEntry> all = zip.getEntriesInPhysicalOrder(); all.hasMoreElements(); ) {
            entries.add(all.nextElement());
            if (entries.size() > ENTRIES_MAX) {
                throw new WorkbookRefused("bomb");
            }
        }
        return entries;
    }

    private static byte[] inflate(ZipFile zip, ZipArchiveEntry entry, long left) throws IOException {
        ByteArrayOutputStream part = new ByteArrayOutputStream();
        inflate(zip, entry, isXml(entry.getName()) ? Math.min(left, XML_PART_MAX) : left, part);
        return part.toByteArray();
    }

    /** Inflates a part into a sink within its bounds, as it was packed; returns its size. */
    private static long inflate(ZipFile zip, ZipArchiveEntry entry, long max, OutputStream sink) throws IOException {
        byte[] buffer = new byte[64 << 10];
        long size = 0;
        CRC32 sum = new CRC32();
        try (InputStream in = zip.getInputStream(entry)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                size += n;
                boolean swollen = size > RATIO_FROM && size / RATIO_MAX > Math.max(1, entry.getCompressedSize());
                if (size > max || swollen) {
                    throw new WorkbookRefused("bomb");
                }
                sum.update(buffer, 0, n);
                sink.write(buffer, 0, n);
            }
        }
        if (sum.getValue() != entry.getCrc()) {
            throw new WorkbookRefused("damaged", entry.getName());
        }
        return size;
    }

    private void checkKind() {
        if (!names.contains("[Content_Types].xml")) {
            if (names.contains("mimetype")
                    && new String(part("mimetype"), StandardCharsets.UTF_8).contains("opendocument")) {
                throw new WorkbookRefused("ods");
            }
            throw new WorkbookRefused("not-xlsx");
        }
        String text = new String(part("[Content_Types].xml"), StandardCharsets.UTF_8);
        if (text.contains("macroEnabled")) {
            throw new WorkbookRefused("xlsm");
        }
        if (text.contains("sheet.binary")) {
            throw new WorkbookRefused("xlsb");
        }
        if (text.contains("spreadsheetml.template.main+xml")) {
            throw new WorkbookRefused("xltx");
        }
        if (!text.contains(MAIN)) {
            throw new WorkbookRefused("not-xlsx");
        }
    }

    /**
     * Counts tags and attributes of a part before anything builds a tree of it. No part of a real workbook declares a
     * document type: it would be there for entities only.
     */
    private static int checkXml(String name, byte[] part) {
        // UTF-16 has a zero beside each of these letters; they are passed over.
        StringBuilder recent = new StringBuilder();
        int nodes = 0;
        for (byte b : part) {
            if (b == 0) {
                continue;
            }
            if (b == '<') {
                recent.setLength(0);
                nodes++;
            } else if (b == '=') {
                nodes++;
            }
            if (recent.length() < DOCTYPE.length()) {
                recent.append((char) (b & 0xff));
                if (recent.length() == DOCTYPE.length() && recent.toString().equals(DOCTYPE)) {
                    throw new WorkbookRefused("doctype", name);
                }
            }
        }
        return nodes;
    }

    private static boolean isXml(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".xml") || lower.endsWith(".rels") || lower.endsWith(".vml");
    }

    private static boolean encrypted(byte[] bytes) {
        try (POIFSFileSystem file = new POIFSFileSystem(new ByteArrayInputStream(bytes))) {
            return file.getRoot().hasEntryCaseInsensitive("EncryptedPackage");
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    private static boolean startsWith(byte[] bytes, byte[] head) {
        if (bytes.length < head.length) {
            return false;
        }
        for (int i = 0; i < head.length; i++) {
            if (bytes[i] != head[i]) {
                return false;
            }
        }
        return true;
    }
}
