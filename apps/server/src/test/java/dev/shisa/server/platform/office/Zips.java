package dev.shisa.server.platform.office;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Takes xlsx files apart and puts them together, for tests. */
public final class Zips {

    private Zips() {}

    public static Map<String, byte[]> parts(byte[] zip) {
        Map<String, byte[]> parts = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                parts.put(entry.getName(), in.readAllBytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return parts;
    }

    public static byte[] zip(Map<String, byte[]> parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> part : parts.entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                zip.write(part.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    public static String text(byte[] zip, String part) {
        byte[] bytes = parts(zip).get(part);
        if (bytes == null) {
            throw new IllegalArgumentException("no part " + part);
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The same file with one part's text changed. */
    public static byte[] edit(byte[] zip, String part, UnaryOperator<String> change) {
        Map<String, byte[]> parts = parts(zip);
        String old = text(zip, part);
        String changed = change.apply(old);
        if (changed.equals(old)) {
            throw new IllegalArgumentException("nothing to change in " + part);
        }
        parts.put(part, changed.getBytes(StandardCharsets.UTF_8));
        return zip(parts);
    }

    public static byte[] add(byte[] zip, String part, byte[] bytes) {
        Map<String, byte[]> parts = parts(zip);
        parts.put(part, bytes);
        return zip(parts);
    }
}
