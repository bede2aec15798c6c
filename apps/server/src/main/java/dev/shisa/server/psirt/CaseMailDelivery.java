package dev.shisa.server.psirt;

import dev.shisa.server.advisory.Issuer;
import dev.shisa.server.advisory.Issuers;
import dev.shisa.server.advisory.OpenPgpReceiver;
import dev.shisa.server.advisory.SigningKeys;
import dev.shisa.server.audience.MailBacklog;
import dev.shisa.server.audience.MailRoute;
import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.account.Secrets;
import dev.shisa.server.platform.outgoing.InTime;
import dev.shisa.server.platform.outgoing.MailRetry;
import dev.shisa.server.platform.outgoing.MailServer;
import dev.shisa.server.platform.outgoing.Outcome;
import dev.shisa.server.platform.outgoing.ReturnedMails;
import dev.shisa.server.platform.web.Messages;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Sends one mail of a case after the other, each in a bounded time. That a mail is handed over is written down before, so a server that
 * is killed meanwhile never hands it over again: nobody can know what the mail server had taken. What surely was not taken is tried
 * again by itself, what may have been taken waits for a person. Nothing of a case is logged.
 */
@Component
class CaseMailDelivery implements MailBacklog, ReturnedMails {

    static final int IN_A_MINUTE_MAX = 30;

    /** Outcomes before anything was handed over. */
    private static final Set<String> NOT_SENT = Set.of("mail-head", "mail-key");

    /** Longer than any of the waits within. */
    private static final Duration WHOLE = Duration.ofSeconds(75);

    private static final Duration TAKEN_FOR = Duration.ofMinutes(5);

    /** While there was no mail server; what was written then is told to nobody as if it were new. */
    private static final Duration WAITS_MAX = Duration.ofDays(3);

    private static final Logger LOG = LoggerFactory.getLogger(CaseMailDelivery.class);

    private final CaseMailStore mails;
    private final CaseStore store;
    private final Cases cases;
    private final MailRoute route;
    private final Issuers issuers;
    private final SigningKeys keys;
    private final Messages messages;
    private final TransactionTemplate transaction;
    private final Ids ids;

    CaseMailDelivery(
            CaseMailStore mails,
            CaseStore store,
            Cases cases,
            MailRoute route,
            Issuers issuers,
            SigningKeys keys,
            Messages messages,
            TransactionTemplate transaction,
            Ids ids) {
        this.mails = mails;
        this.store = store;
        this.cases = cases;
        this.route = route;
        this.issuers = issuers;
        this.keys = keys;
        this.messages = messages;
        this.transaction = transaction;
        this.ids = ids;
    }

    @Override
    public int waiting() {
        return mails.waiting();
    }

    /** They did not leave; each case says so, and whoever works on it can send again. */
    @Override
    public void stop() {
        mails.late(cases.now()).forEach(mail -> note(mail, "failed", "late", List.of()));
    }

    /** Clears up behind a server that ended, and behind time. */
    void settle() {
        Instant now = cases.now();
        transaction.executeWithoutResult(_ -> {
            mails.lost(now).forEach(mail -> note(mail, "unclear", "killed", List.of()));
            mails.late(now.minus(WAITS_MAX)).forEach(mail -> note(mail, "failed", "late", List.of()));
        });
    }

    /** Sends the next mail that is due; false if none is, or none may be sent now. */
    boolean sendNext() {
        Instant now = cases.now();
        MailRoute.Sending by = route.now().orElse(null);
        if (by == null || mails.triedSince(now.minus(Duration.ofMinutes(1))) >= IN_A_MINUTE_MAX) {
            return false;
        }
        String key = ids.secret();
        CaseMailStore.Going going = transaction.execute(
                _ -> mails.take(Secrets.hash(key), now, now.plus(TAKEN_FOR)).orElse(null));
        if (going == null) {
            return false;
        }
        Entry mail =
                store.byId(going.caseId()).flatMap(c -> c.entry(going.entry())).orElseThrow();
        Outcome outcome = bounded(by, mail, going, key, now);
        String state = outcome instanceof Outcome.Arrived
                ? "sent"
                : MailRetry.isAgain(outcome, going.attempts()) ? "waiting" : isNotTaken(outcome) ? "failed" : "unclear";
        transaction.executeWithoutResult(_ -> {
            if (mails.ended(going.id(), state, cases.now().plus(MailRetry.after(going.attempts())))
                    && !state.equals("waiting")) {
                note(going, state, outcome.code(), outcome.args());
            }
        });
        return true;
    }

    @Override
    public boolean returned(UUID number, String status) {
        Optional<CaseMailStore.Going> mail = mails.returned(number);
        mail.ifPresent(one -> note(one, "failed", "mail-returned", List.of(status)));
        return mail.isPresent();
    }

    private void note(CaseMailStore.Going mail, String result, String code, List<String> args) {
        Map<String, String> values = new HashMap<>();
        values.put("result", result);
        values.put("why", result.equals("sent") ? "" : code);
        values.put("args", String.join("\n", args));
        cases.handedOver(mail.caseId(), mail.entry(), values);
    }

    private static boolean isNotTaken(Outcome outcome) {
        return MailRetry.isNotTaken(outcome)
                || (outcome instanceof Outcome.Failed failed && NOT_SENT.contains(failed.code()));
    }

    private Outcome bounded(MailRoute.Sending by, Entry mail, CaseMailStore.Going going, String key, Instant now) {
        String to = mail.get("address");
        String subject = mail.get("subject");
        if (!MailServer.isAddress(to) || isSplit(to) || isSplit(subject)) {
            // What stands in a head and ends its line would begin another head.
            return new Outcome.Failed("mail-head");
        }
        OpenPgpReceiver sealedTo = OpenPgpReceiver.read(mail.get("key"), now).orElse(null);
        if (sealedTo == null && !mail.get("key").isEmpty()) {
            // It has expired since; what was to be encrypted never goes as it is instead.
            return new Outcome.Failed("mail-key");
        }
        MailServer.Envelope envelope = new MailServer.Envelope(to, now, subject, going.id());
        String text = going.acknowledges() ? mail.get("text") + "\n\n" + link(mail, key) : mail.get("text");
        MailServer.Content content = content(mail, text, going.acknowledges(), sealedTo);
        return InTime.send(
                "psirt-mail",
                WHOLE,
                () -> by.server().send(by.password(), envelope, content),
                () -> new Outcome.Failed("slow", by.server().host(), WHOLE.toSeconds()),
                cause -> {
                    // Neither the message of the failure nor its trace: both may have words of the case in them.
                    LOG.error(
                            "the mail {} of a case could not be sent: {}",
                            going.id(),
                            cause.getClass().getName());
                    return new Outcome.Failed(
                            "broken", by.server().host(), cause.getClass().getSimpleName());
                });
    }

    private static boolean isSplit(String head) {
        return head.chars().anyMatch(Character::isISOControl);
    }

    private String link(Entry mail, String key) {
        String language = mail.get("lang").equals("en") ? "en" : "ja";
        return messages.get(
                Locale.forLanguageTag(language),
                "psirt.mail.page",
                issuers.origin() + PublicReportPages.HERE + "/" + key + "?lang=" + language);
    }

    private MailServer.Content content(Entry mail, String text, boolean byItself, @Nullable OpenPgpReceiver to) {
        String language = mail.get("lang").equals("en") ? "en" : "ja";
        if (to == null) {
            return out -> {
                heads(out, language, byItself);
                out.setText(text, StandardCharsets.UTF_8.name());
            };
        }
        String sealed = keys.seal(entity(text, language), to);
        return out -> {
            heads(out, language, byItself);
            MimeMultipart parts = new MimeMultipart("encrypted; protocol=\"application/pgp-encrypted\"");
            parts.addBodyPart(part("application/pgp-encrypted", "Version: 1\r\n"));
            MimeBodyPart content = part("application/octet-stream; name=\"encrypted.asc\"", sealed);
            content.setHeader("Content-Disposition", "inline; filename=\"encrypted.asc\"");
            parts.addBodyPart(content);
            out.setContent(parts);
        };
    }

    /** What is encrypted is a whole part of a mail with its heads (RFC 3156, section 4). */
    private static byte[] entity(String text, String language) {
        return ("Content-Type: text/plain; charset=utf-8\r\nContent-Language: " + language
                        + "\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8))
                        + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static MimeBodyPart part(String type, String text) throws MessagingException {
        InternetHeaders heads = new InternetHeaders();
        heads.setHeader("Content-Type", type);
        heads.setHeader("Content-Transfer-Encoding", "7bit");
        return new MimeBodyPart(
                heads, text.replace("\r\n", "\n").replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    private void heads(MimeMessage out, String language, boolean byItself) throws MessagingException {
        Issuer issuer = issuers.issuer();
        out.setHeader("Content-Language", language);
        if (byItself) {
            // Programs that answer mails by themselves stay silent (RFC 3834).
            out.setHeader("Auto-Submitted", "auto-replied");
        }
        MailServer.names(out, issuer.name(language), issuer.mail());
    }
}
