package dev.shisa.server.psirt;

import dev.shisa.server.evidence.Blobs;
import dev.shisa.server.evidence.StoredFile;
import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Secrets;
import dev.shisa.server.platform.account.Source;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.outgoing.InTime;
import dev.shisa.server.platform.outgoing.MailServer;
import dev.shisa.server.platform.outgoing.Outcome;
import dev.shisa.server.platform.outgoing.ReceiverSecrets;
import dev.shisa.server.platform.outgoing.ReturnedMails;
import dev.shisa.server.platform.web.Messages;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reports that come to a mail box. Each mail goes by the same door as a mail in a file: a case, or the quarantine; one with the number
 * of a case in its subject, from somebody whom that case knows, joins it. What the mail says of its sender proves nothing, so whoever
 * forges one can add words and learns nothing. A mail is marked only when it is stored, and the same mail adds nothing again. What
 * cannot be read is told with the place where it lies, and holds up nothing.
 */
@Service
class Mailbox {

    static final Duration EVERY = Duration.ofMinutes(5);

    /** What one look takes in; the rest waits for the next one. */
    static final int MAILS_MAX = 50;

    /** Longer than what a hundred answers of an ordinary server take. */
    private static final Duration WHOLE = Duration.ofMinutes(5);

    private static final Pattern NUMBER = Pattern.compile("(?<![A-Z0-9-])P-[0-9A-Z]{5}(?![A-Z0-9])");

    private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);

    private final MailboxStore store;
    private final CaseStore caseStore;
    private final Cases cases;
    private final Reports reports;
    private final ObjectProvider<ReturnedMails> returned;
    private final Blobs blobs;
    private final ReceiverSecrets secrets;
    private final Messages messages;
    private final Audit audit;
    private final TransactionTemplate transaction;
    private final MailboxSignal signal;
    private final Ids ids;

    Mailbox(
            MailboxStore store,
            CaseStore caseStore,
            Cases cases,
            Reports reports,
            ObjectProvider<ReturnedMails> returned,
            Blobs blobs,
            ReceiverSecrets secrets,
            Messages messages,
            Audit audit,
            TransactionTemplate transaction,
            MailboxSignal signal,
            Ids ids) {
        this.store = store;
        this.caseStore = caseStore;
        this.cases = cases;
        this.reports = reports;
        this.returned = returned;
        this.blobs = blobs;
        this.secrets = secrets;
        this.messages = messages;
        this.audit = audit;
        this.transaction = transaction;
        this.signal = signal;
        this.ids = ids;
    }

    // Settings

    /**
     * Saves the mail box.
     *
     * @param password empty: the one that is kept goes on
     * @return false if somebody else saved since
     */
    @Transactional
    public boolean save(MailboxStore.Box typed, String password, Person person) {
        Optional<MailboxStore.Box> before = store.box();
        MailboxStore.Box box = new MailboxStore.Box(
                typed.on(),
                before.map(MailboxStore.Box::secret).orElseGet(ids::next),
                typed.host(),
                typed.port(),
                typed.security(),
                typed.user(),
                typed.folder(),
                typed.target(),
                typed.version());
        boolean afresh = before.filter(b -> b.host().equals(box.host())
                        && b.user().equals(box.user())
                        && b.folder().equals(box.folder()))
                .isEmpty();
        if (before.map(MailboxStore.Box::version).orElse(0) != box.version() || !store.save(box, afresh)) {
            return false;
        }
        audit.record(
                person,
                "psirt.mailbox",
                box.host(),
                Map.of(
                        "on",
                        box.on(),
                        "port",
                        box.port(),
                        "security",
                        box.security().id()));
        if (!password.isEmpty()) {
            secrets.keep(box.secret(), password);
        }
        signal.giveAfterCommit();
        return true;
    }

    // Looking

    boolean isDue() {
        Instant at = store.stand().at();
        return store.box().filter(MailboxStore.Box::on).isPresent()
                && (at == null || !cases.now().isBefore(at.plus(EVERY)));
    }

    /** Lets the next look be now. */
    @Transactional
    public void hurry() {
        store.hurry();
        signal.giveAfterCommit();
    }

    /** Looks into the mail box once, in a bounded time; what became of it stands beside the settings. */
    void look() {
        MailboxStore.Box box = store.box().filter(MailboxStore.Box::on).orElse(null);
        if (box == null) {
            return;
        }
        int[] waiting = {0};
        Outcome outcome = InTime.send(
                "psirt-mailbox-look",
                WHOLE,
                () -> {
                    waiting[0] = take(box);
                    return new Outcome.Arrived("");
                },
                () -> new Outcome.Failed("slow", box.host(), WHOLE.toSeconds()),
                cause -> why(box, cause));
        transaction.executeWithoutResult(_ -> store.looked(cases.now(), outcome.code(), outcome.args(), waiting[0]));
    }

    private static Outcome why(MailboxStore.Box box, Throwable failure) {
        for (Throwable at = failure; at != null; at = next(at)) {
            if (at instanceof ImapBox.NoFolder none) {
                return new Outcome.Failed("no-folder", box.host(), String.valueOf(none.getMessage()));
            }
            Optional<Outcome> known = MailServer.noWay(at, box.host());
            if (known.isPresent()) {
                return known.get();
            }
        }
        LOG.error(
                "the mail box could not be looked into: {}", failure.getClass().getName());
        return new Outcome.Failed("broken", box.host(), failure.getClass().getSimpleName());
    }

    private static @Nullable Throwable next(Throwable at) {
        Throwable deeper = at instanceof MessagingException mail ? mail.getNextException() : at.getCause();
        return deeper == null ? at.getCause() : deeper;
    }

    /** Takes in what lies there; how many mails had to stay. */
    private int take(MailboxStore.Box settings) throws MessagingException, IOException {
        try (ImapBox box = ImapBox.open(settings, secrets.read(settings.secret()))) {
            MailboxStore.Stand stand = store.stand();
            long validity = box.validity();
            if (stand.validity() != validity) {
                // The first look, or the server numbers its mails anew: what came before and was read stays out.
                long floor = box.next();
                long last = box.firstUnread() - 1;
                transaction.executeWithoutResult(_ -> store.begun(validity, floor, last));
                stand = store.stand();
            }
            List<Long> done = new ArrayList<>();
            int waiting = 0;
            for (long uid : box.after(stand.last(), stand.floor(), MAILS_MAX)) {
                ImapBox.Lying mail = box.read(uid);
                boolean taken = mail == null || takeOne(mail, validity, uid, done);
                if (!taken) {
                    waiting++;
                } else if (waiting == 0) {
                    // Only as far as nothing had to wait: that is asked for again.
                    transaction.executeWithoutResult(_ -> store.reached(uid));
                }
            }
            box.done(done);
            return waiting;
        }
    }

    /** False: nothing more can be taken in now. */
    private boolean takeOne(ImapBox.Lying mail, long validity, long uid, List<Long> done) {
        byte[] bytes = mail.bytes();
        MailFile read = bytes == null ? null : MailFile.read(bytes).orElse(null);
        byte[] digest =
                Secrets.hash(read == null ? "psirt place " + validity + " " + uid : "psirt mail " + read.identity());
        if (store.isKnown(digest)) {
            if (read != null) {
                done.add(uid);
            }
            return true;
        }
        if (read == null || bytes == null) {
            // It stays as it is, for people to look at.
            broken(digest, bytes == null ? "large" : "unreadable", mail, uid);
            return true;
        }
        try {
            StoredFile file = blobs.store(bytes, "mail.eml");
            transaction.executeWithoutResult(_ -> {
                String became = into(read, mail.received(), file);
                store.note(digest, became, "", uid, mail.size(), cases.now());
            });
            done.add(uid);
            return true;
        } catch (Problem full) {
            if (full.status() == 429 || full.status() >= 500) {
                return false;
            }
            broken(digest, "refused", mail, uid);
            return true;
        } catch (RuntimeException e) {
            LOG.error("a mail could not be taken in: {}", e.getClass().getName());
            broken(digest, "failed", mail, uid);
            return true;
        }
    }

    private void broken(byte[] digest, String why, ImapBox.Lying mail, long uid) {
        transaction.executeWithoutResult(_ -> store.note(digest, "broken", why, uid, mail.size(), cases.now()));
    }

    // One mail

    private String into(MailFile mail, @Nullable Instant received, StoredFile file) {
        MailFile.Returned back = mail.returned();
        if (back != null && returned.stream().anyMatch(one -> one.returned(back.number(), back.status()))) {
            // It belongs to the mail that came back, which says so from now on.
            return "joined";
        }
        String sender = MailPlace.in(mail.from()).orElse("");
        if (!sender.isEmpty() && !mail.automatic() && joined(mail, sender, file)) {
            return "joined";
        }
        Instant now = cases.now();
        Map<String, String> values = new HashMap<>();
        values.put("what", "vulnerability");
        values.put(
                "title",
                mail.subject().isEmpty() ? messages.get(Locale.JAPANESE, "psirt.mail.untitled") : mail.subject());
        values.put("source", "stranger");
        values.put("text", mail.text());
        values.put("contact", sender.isEmpty() ? mail.from() : sender);
        values.put("thanks", "unasked");
        values.put("how", "mail");
        values.put("encrypted", mail.encrypted() ? "yes" : "");
        // When the server took it is nobody's claim but the own server's.
        values.put("received", (received == null || received.isAfter(now) ? now : received).toString());
        values.values().removeIf(String::isEmpty);
        return switch (reports.take(values, mail.automatic() ? "machine" : "", new Source("mail " + sender))) {
            case Reports.Became.OfCase made -> {
                cases.attach(made.made(), file, note(mail), null);
                yield "case";
            }
            case Reports.Became.OfQuarantine kept -> {
                reports.keep(kept.kept(), List.of(file));
                yield "kept";
            }
            case Reports.Became.OfAnother same -> {
                reports.keep(same.kept(), List.of(file));
                yield "kept";
            }
        };
    }

    private String note(MailFile mail) {
        return mail.note((key, args) -> messages.get(Locale.JAPANESE, key, args));
    }

    /** Whether the mail names a case that knows its sender, and was added to it. */
    private boolean joined(MailFile mail, String sender, StoredFile file) {
        for (Matcher each = NUMBER.matcher(mail.subject().toUpperCase(Locale.ROOT)); each.find(); ) {
            Case one = caseStore.byNumber(each.group()).orElse(null);
            CaseMails.Receiver known = one == null
                    ? null
                    : CaseMails.receivers(one).stream()
                            .filter(r -> MailPlace.same(r.address(), sender))
                            .findFirst()
                            .orElse(null);
            if (one == null || known == null || one.entries().size() >= Cases.ENTRIES_MAX - 2) {
                continue;
            }
            if (caseStore.files(one.id()).size() >= Cases.FILES_MAX) {
                continue;
            }
            String party = known.id().equals(CaseMails.REPORTER) ? "" : known.name();
            String text = mail.text().isEmpty()
                    ? messages.get(
                            Locale.JAPANESE, mail.encrypted() ? "psirt.mailbox.encrypted" : "psirt.mailbox.no-text")
                    : mail.text();
            Case after = cases.heardByMail(one, text, party);
            cases.attach(after, file, note(mail), party, null);
            return true;
        }
        return false;
    }
}
