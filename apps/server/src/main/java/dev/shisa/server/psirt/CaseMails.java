package dev.shisa.server.psirt;

import dev.shisa.server.advisory.Issuers;
import dev.shisa.server.advisory.OpenPgpReceiver;
import dev.shisa.server.audience.MailRoute;
import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Secrets;
import dev.shisa.server.platform.web.Messages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Mails to the reporter of a case and to its parties. What is written is an entry of the case, so only those who work on it know; the
 * subject has the number and nothing else, since it is never encrypted (RFC 3156).
 */
@Service
class CaseMails {

    static final int TEXT_CHARS_MAX = 20_000;

    /** Anybody can enter somebody else's address into the public form. */
    static final int ACKNOWLEDGED_A_DAY_MAX = 3;

    /** Who is meant by the reporter among the receivers of a case. */
    static final String REPORTER = "reporter";

    private final Cases cases;
    private final CaseStore store;
    private final CaseMailStore mails;
    private final CaseMailSignal signal;
    private final MailRoute route;
    private final Issuers issuers;
    private final Messages messages;
    private final Ids ids;

    CaseMails(
            Cases cases,
            CaseStore store,
            CaseMailStore mails,
            CaseMailSignal signal,
            MailRoute route,
            Issuers issuers,
            Messages messages,
            Ids ids) {
        this.cases = cases;
        this.store = store;
        this.mails = mails;
        this.signal = signal;
        this.route = route;
        this.issuers = issuers;
        this.messages = messages;
        this.ids = ids;
    }

    /**
     * Somebody outside who can be written to.
     *
     * @param id {@link #REPORTER}, or the entry of the party
     * @param role of a party; empty: the reporter
     * @param key armoured; empty: none, so a mail goes as it is
     */
    record Receiver(String id, String name, String role, String address, String key) {}

    /** Everybody of a case who left one address. */
    static List<Receiver> receivers(Case one) {
        List<Receiver> receivers = new ArrayList<>();
        if (one.hasReporter()) {
            MailPlace.in(one.about("contact"))
                    .ifPresent(address -> receivers.add(
                            new Receiver(REPORTER, one.about("reporter"), "", address, one.about("key"))));
        }
        for (Entry party : one.of(EntryKind.PARTY)) {
            MailPlace.in(party.get("contact"))
                    .ifPresent(address -> receivers.add(new Receiver(
                            party.id().toString(), party.get("name"), party.get("role"), address, party.get("key"))));
        }
        return receivers;
    }

    /** Whether mails can be sent at all. */
    boolean isOn() {
        return route.now().isPresent();
    }

    /** The key of a receiver if one can be written to with it now. */
    Optional<OpenPgpReceiver> key(Receiver to) {
        return to.key().isEmpty() ? Optional.empty() : OpenPgpReceiver.read(to.key(), cases.now());
    }

    /** Whether somebody has to agree that a mail goes as it is: nothing of the case is public, and there is no key. */
    boolean asksForAgreement(Case one, Receiver to) {
        return one.state().beforePublication() && key(to).isEmpty();
    }

    /**
     * Lets a mail go out.
     *
     * @param plain whether somebody agreed that it goes unencrypted
     */
    @Transactional
    public Case write(Case seen, String receiver, String text, String language, boolean plain, Person person) {
        Case one = cases.held(seen, person);
        if (one.drill()) {
            throw new Problem(409, "psirt.mail.drill");
        }
        if (!isOn()) {
            throw new Problem(409, "psirt.mail.off");
        }
        Receiver to = receivers(one).stream()
                .filter(r -> r.id().equals(receiver))
                .findFirst()
                .orElseThrow(() -> new Problem(422, "psirt.mail.nobody"));
        String clean = Entering.clean(text, true);
        if (clean.isEmpty() || clean.length() > TEXT_CHARS_MAX) {
            throw new Problem(422, "psirt.mail.text", TEXT_CHARS_MAX);
        }
        if (!to.key().isEmpty() && key(to).isEmpty()) {
            throw new Problem(409, "psirt.mail.key", to.name().isEmpty() ? to.address() : to.name());
        }
        if (asksForAgreement(one, to) && !plain) {
            throw new Problem(409, "psirt.mail.plain");
        }
        return send(one, to, clean, language, false, person);
    }

    /** Sends one more time what did not arrive, or may not have. */
    @Transactional
    public void again(Case seen, UUID mail, Person person) {
        Case one = cases.held(seen, person);
        if (one.drill() || one.state() == CaseState.CLOSED) {
            throw new Problem(409, "psirt.case.closed");
        }
        if (!isOn()) {
            throw new Problem(409, "psirt.mail.off");
        }
        if (!mails.again(one.id(), mail, cases.now())) {
            throw new Problem(409, "psirt.mail.again");
        }
        signal.giveAfterCommit();
    }

    /**
     * Tells the reporter by itself that the report arrived, if there is one address, mails can be sent and nobody switched it off. The
     * clock of the acknowledgement ends only when the mail server has taken it.
     */
    @Transactional
    public Case acknowledge(Case one) {
        Receiver to = receivers(one).stream()
                .filter(r -> r.id().equals(REPORTER))
                .findFirst()
                .orElse(null);
        if (to == null || one.drill() || !store.rules().acknowledgeMail() || !isOn()) {
            return one;
        }
        if (mails.acknowledged(hash(to.address()), cases.now().minus(Duration.ofDays(1))) >= ACKNOWLEDGED_A_DAY_MAX) {
            return one;
        }
        String language = one.about("lang").equals("en") ? "en" : "ja";
        Locale locale = Locale.forLanguageTag(language);
        String text = messages.get(
                locale,
                "psirt.mail.received",
                issuers.issuer().name(language),
                one.number(),
                store.rules().acknowledgeDays());
        return send(one, to, text, language, true, null);
    }

    private Case send(
            Case one, Receiver to, String text, String language, boolean acknowledges, @Nullable Person person) {
        Map<String, String> values = new HashMap<>();
        values.put("whom", to.id().equals(REPORTER) ? REPORTER : "party");
        values.put("name", to.name());
        values.put("address", to.address());
        values.put("subject", subject(one, language));
        values.put("text", text);
        values.put("lang", language);
        // Kept with the mail, so that it goes to the key that stood there when it was written.
        values.put("key", to.key());
        values.put("sealed", key(to).map(OpenPgpReceiver::grouped).orElse(""));
        Case after = cases.mailed(one, values, person);
        mails.insert(
                ids.next(), one.id(), after.entries().getLast().id(), hash(to.address()), acknowledges, cases.now());
        signal.giveAfterCommit();
        return after;
    }

    /** The number and who writes; nothing of what the case is about. */
    String subject(Case one, String language) {
        return messages.get(
                Locale.forLanguageTag(language),
                "psirt.mail.subject",
                one.number(),
                issuers.issuer().name(language).replaceAll("\\p{Cntrl}+", " "));
    }

    private static byte[] hash(String address) {
        return Secrets.hash("psirt mail " + address.toLowerCase(Locale.ROOT));
    }

    /** How far the mails of a case are, by entry: {@code waiting}, {@code sending}, {@code sent}, {@code failed}, {@code unclear}. */
    Map<UUID, String> states(Case one) {
        return mails.states(one.id());
    }
}
