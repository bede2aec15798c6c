package dev.shisa.probe.login;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The answer to a Digest challenge (RFC 7616) of HTTP or RTSP. */
public final class Digest {

    private Digest() {}

    public static String answer(
            String challenge, String method, String uri, String user, String password, String clientNonce) {
        String realm = parameter(challenge, "realm");
        String nonce = parameter(challenge, "nonce");
        String algorithm = parameter(challenge, "algorithm");
        String hash = algorithm.toUpperCase(Locale.ROOT).startsWith("SHA-256") ? "SHA-256" : "MD5";
        boolean qop = parameter(challenge, "qop").contains("auth");
        String secret = hash(hash, user + ":" + realm + ":" + password);
        String request = hash(hash, method + ":" + uri);
        String response = qop
                ? hash(hash, secret + ":" + nonce + ":00000001:" + clientNonce + ":auth:" + request)
                : hash(hash, secret + ":" + nonce + ":" + request);
        String opaque = parameter(challenge, "opaque");
        return "Digest username=\"" + user + "\", realm=\"" + realm + "\", nonce=\"" + nonce + "\", uri=\"" + uri
                + "\", response=\"" + response + "\""
                + (algorithm.isEmpty() ? "" : ", algorithm=" + algorithm)
                + (qop ? ", qop=auth, nc=00000001, cnonce=\"" + clientNonce + "\"" : "")
                + (opaque.isEmpty() ? "" : ", opaque=\"" + opaque + "\"");
    }

    static String parameter(String challenge, String name) {
        Matcher matcher = Pattern.compile("(?i)[ ,]" + name + "=(\"([^\"]*)\"|([^\\s,]+))")
                .matcher(challenge);
        if (!matcher.find()) {
            return "";
        }
        return matcher.group(2) == null ? matcher.group(3) : matcher.group(2);
    }

    private static String hash(String algorithm, String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no " + algorithm, e);
        }
    }
}
