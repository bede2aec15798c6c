package dev.shisa.server.application;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;

/**
 * The parts of an xlsx file, opened within bounds and written back.
 *
 * <p>A form's layout must come back untouched, so a filled form is not a workbook that some library wrote anew: every
 * part that holds no answer is copied in its compressed form, byte for byte, in the old order, and only the parts with
 * answers are replaced. The bounds hold against what is really inflated, not against what the directory claims.
 */
final class FormPackage {

    /** An empty checklist is some hundred kilobytes; pictures pasted into it may make some megabytes. */
    static final int SIZE_MAX = 20 << 20;

    static final int ENTRIES_MAX = 2_000;

    /** All parts together, inflated. */
    static final long INFLATED_MAX = 96L << 20;

    /** One XML part, inflated: it is held as a tree in memory, about ten times its size. */
    static final long XML_PART_MAX = 24L << 20;

    /** Inflated to packed size of one part. Formatted empty cells pack about 1 : 60. */
    static final int RATIO_MAX = 250;

    /** Below this size a ratio says nothing. */
    private static final long RATIO_FROM = 1 << 20;

    private static final Pattern ENCODING = Pattern.compile("^\\ufeff?<\\?xml[^>]*encoding\\s*=\\s*[\"']([^\"']+)");
    private static final byte[] OLE2 = {(byte) 0xd0, (byte) 0xcf, 0x11, (byte) 0xe0};
    private static final String MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";

    private final byte[] bytes;
    private final Map<String, byte[]> parts;

    private FormPackage(byte[] bytes, Map<String, byte[]> parts) {
        this.bytes = bytes;
        this.parts = Collections.unmodifiableMap(parts);
    }

    byte[] bytes() {
        return bytes;
    }

    /** Names of the parts in their order in the file. */
    List<String> names() {
        return List.copyOf(parts.keySet());
    }

    byte[] part(String name) {
        byte[] part = parts.get(name);
        if (part == null) {
            throw new FormRefused("damaged", name);
        }
        return part;
    }

    /** An XML part as text; UTF-8 and UTF-16 are what the standard allows. */
    String text(String name) {
        byte[] part = part(name);
        if (isUtf16(part)) {
            return new String(part, StandardCharsets.UTF_16);
        }
        String text = new String(part, StandardCharsets.UTF_8);
        Matcher declared = ENCODING.matcher(text.substring(0, Math.min(200, text.length())));
        if (declared.find() && !declared.group(1).equalsIgnoreCase("UTF-8")) {
            throw new FormRefused("damaged", name);
        }
        return text;
    }

    /** Opens a file that somebody uploaded. */
    static FormPackage open(byte[] bytes) {
        if (bytes.length == 0) {
            throw new FormRefused("empty");
        }
        if (bytes.length > SIZE_MAX) {
            throw new FormRefused("too-large", SIZE_MAX >> 20);
        }
        if (startsWith(bytes, OLE2)) {
            throw new FormRefused(encrypted(bytes) ? "password" : "xls");
        }
        if (bytes.length < 4 || bytes[0] != 'P' || bytes[1] != 'K') {
            throw new FormRefused("not-xlsx");
        }
        Map<String, byte[]> parts = new LinkedHashMap<>();
        try (ZipFile zip = ZipFile.builder().setByteArray(bytes).get()) {
            long total = 0;
            for (ZipArchiveEntry entry : entries(zip)) {
                if (parts.size() >= ENTRIES_MAX) {
                    throw new FormRefused("bomb");
                }
                if (entry.isDirectory()) {
                    continue;
                }
                if (entry.getGeneralPurposeBit().usesEncryption()) {
                    throw new FormRefused("password");
                }
                byte[] part = inflate(zip, entry, INFLATED_MAX - total);
                total += part.length;
                if (parts.put(entry.getName(), part) != null) {
                    throw new FormRefused("damaged", entry.getName());
                }
            }
        } catch (IOException e) {
            throw new FormRefused("truncated");
        }
        FormPackage form = new FormPackage(bytes, parts);
        form.checkKind();
        form.checkXml();
        return form;
    }

    /** The same file with some parts replaced; the others are copied as they are packed. */
    byte[] with(Map<String, String> replaced) {
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
                throw new FormRefused("bomb");
            }
        }
        return entries;
    }

    private static byte[] inflate(ZipFile zip, ZipArchiveEntry entry, long left) throws IOException {
        long max = isXml(entry.getName()) ? Math.min(left, XML_PART_MAX) : left;
        ByteArrayOutputStream part = new ByteArrayOutputStream();
        byte[] buffer = new byte[64 << 10];
        try (InputStream in = zip.getInputStream(entry)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                part.write(buffer, 0, n);
                boolean swollen =
                        part.size() > RATIO_FROM && part.size() / RATIO_MAX > Math.max(1, entry.getCompressedSize());
                if (part.size() > max || swollen) {
                    throw new FormRefused("bomb");
                }
            }
        }
        return part.toByteArray();
    }

    private void checkKind() {
        byte[] types = parts.get("[Content_Types].xml");
        if (types == null) {
            byte[] mimetype = parts.get("mimetype");
            if (mimetype != null && new String(mimetype, StandardCharsets.UTF_8).contains("opendocument")) {
                throw new FormRefused("ods");
            }
            throw new FormRefused("not-xlsx");
        }
        String text = new String(types, StandardCharsets.UTF_8);
        if (text.contains("macroEnabled")) {
            throw new FormRefused("xlsm");
        }
        if (text.contains("sheet.binary")) {
            throw new FormRefused("xlsb");
        }
        if (text.contains("spreadsheetml.template.main+xml")) {
            throw new FormRefused("xltx");
        }
        if (!text.contains(MAIN)) {
            throw new FormRefused("not-xlsx");
        }
    }

    /** No part of a real workbook declares a document type: it would be there for entities only. */
    private void checkXml() {
        for (String name : parts.keySet()) {
            if (isXml(name) && text(name).contains("<!DOCTYPE")) {
                throw new FormRefused("doctype", name);
            }
        }
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
