package dev.shisa.server.platform.outgoing;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Posts something with the headers of Standard Webhooks 1.0: {@code webhook-id}, {@code webhook-timestamp} and
 * {@code webhook-signature}, an HMAC-SHA256 over id, time and body by which the receiver knows that it comes from us.
 */
public final class StandardWebhook {

    private static final String SECRET_START = "whsec_";
    private static final int SECRET_BYTES = 32;

    private StandardWebhook() {}

    /** A new secret to share with a receiver. */
    public static String secret(SecureRandom random) {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return SECRET_START + Base64.getEncoder().encodeToString(bytes);
    }

    /**
     * Posts it.
     *
     * @param secret empty: there is none any more
     * @param message tells the receiver one message from another; the same when it is sent again
     */
    public static Outcome send(OutsideHttp.To to, String secret, String message, Instant now, String type, String body)
            throws InterruptedException {
        if (secret.isEmpty()) {
            return new Outcome.Failed("no-secret");
        }
        String time = Long.toString(now.getEpochSecond());
        try {
            OutsideHttp.Answer answer = OutsideHttp.post(
                    to,
                    Map.of(
                            "Content-Type", type,
                            "webhook-id", message,
                            "webhook-timestamp", time,
                            "webhook-signature", signature(secret, message + "." + time + "." + body)),
                    body.getBytes(StandardCharsets.UTF_8));
            return answer.status() / 100 == 2
                    ? new Outcome.Arrived(body)
                    : OutsideHttp.unexpected(to.uri(), answer.status());
        } catch (OutsideHttp.NoAnswer e) {
            return e.why();
        }
    }

    /** The signature of {@code <id>.<time>.<body>}. */
    public static String signature(String secret, String signed) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(
                    Base64.getDecoder().decode(secret.substring(SECRET_START.length())), "HmacSHA256"));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA256", e);
        }
    }
}
