package dev.shisa.server.platform.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** Static files by the hash of their content: {@code /css/shisa.css?v=3f9a41c7}. */
@Component
public class Assets {

    private final Map<String, String> hrefs = new ConcurrentHashMap<>();

    /** The address of a file below {@code static/}; the path starts with a slash. */
    public String href(String file) {
        return hrefs.computeIfAbsent(file, f -> f + "?v=" + hash(f));
    }

    private static String hash(String file) {
        try (InputStream in = Assets.class.getResourceAsStream("/static" + file)) {
            if (in == null) {
                throw new IllegalArgumentException("no static file " + file);
            }
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(in.readAllBytes());
            return HexFormat.of().formatHex(digest, 0, 4);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }
}
