package dev.shisa.server.advisory;

import dev.shisa.advisory.LicenceExpression;
import dev.shisa.server.platform.Signs;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.settings.EnglishName;
import dev.shisa.server.platform.settings.Settings;
import dev.shisa.server.platform.start.NamedHosts;
import dev.shisa.server.platform.start.PublicAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** The {@link Issuer} of this installation. */
@Component
public class Issuers implements NamedHosts, EnglishName {

    private static final String SETTING = "advisory.issuer";
    private static final int NAME_CHARS_MAX = 200;
    private static final int ADDRESS_CHARS_MAX = 300;
    private static final int PREFIX_CHARS_MAX = 20;

    /** As the probe of providers reads one. */
    private static final int KEY_CHARS_MAX = 1 << 16;

    private final Settings settings;
    private final PublicAddress address;
    private final Audit audit;
    private final JsonMapper json;

    Issuers(Settings settings, PublicAddress address, Audit audit, JsonMapper json) {
        this.settings = settings;
        this.address = address;
        this.audit = audit;
        this.json = json;
    }

    /**
     * What cannot be taken, by field.
     *
     * @param why end of a message {@code advisory.issuer.wrong.<why>}
     */
    public record Wrong(String field, String why) {}

    /** As it was entered, and how often; before that of version 0, with the name of the organisation. */
    public record Entered(Issuer issuer, int version) {}

    public Entered entered() {
        return settings.versioned(SETTING)
                .map(stored -> new Entered(json.readValue(stored.value(), Issuer.class), stored.version()))
                .orElseGet(() ->
                        new Entered(new Issuer(settings.organisationName(), "", "", "", "", "", "", "", "", ""), 0));
    }

    /** The name of the public pages. */
    @Override
    public Set<String> hosts() {
        String origin = entered().issuer().origin();
        return origin.isEmpty()
                ? Set.of()
                : Set.of(String.valueOf(URI.create(origin).getHost()));
    }

    @Override
    public String nameInEnglish() {
        return entered().issuer().nameEn();
    }

    /** What counts: where nothing was entered, what can be said without it. */
    public Issuer issuer() {
        Issuer entered = entered().issuer();
        String origin = entered.origin().isEmpty() ? address.base() : entered.origin();
        String name = entered.nameJa().isEmpty() ? settings.organisationName() : entered.nameJa();
        return new Issuer(
                name,
                entered.nameEn(),
                entered.site().isEmpty() ? origin : entered.site(),
                entered.mail(),
                entered.phone(),
                entered.prefix().isEmpty() ? "SA" : entered.prefix(),
                entered.origin(),
                entered.reportKey(),
                entered.csaf(),
                entered.licence());
    }

    /** Where the public pages are, without a slash at the end. */
    public String origin() {
        String entered = entered().issuer().origin();
        return entered.isEmpty() ? address.base() : entered;
    }

    /** All that is wrong with what somebody typed. */
    public List<Wrong> wrong(Issuer typed) {
        List<Wrong> wrong = new ArrayList<>();
        if (typed.nameJa().isBlank()
                || typed.nameJa().length() > NAME_CHARS_MAX
                || Signs.areHidden(typed.nameJa().strip())) {
            wrong.add(new Wrong("nameJa", "name"));
        }
        if (typed.nameEn().length() > NAME_CHARS_MAX
                || Signs.areHidden(typed.nameEn().strip())) {
            wrong.add(new Wrong("nameEn", "name"));
        }
        if (!typed.site().isEmpty() && web(typed.site(), true).isEmpty()) {
            wrong.add(new Wrong("site", "site"));
        }
        if (!typed.mail().isEmpty()
                && (typed.mail().length() > ADDRESS_CHARS_MAX
                        || !typed.mail().matches("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+"))) {
            wrong.add(new Wrong("mail", "mail"));
        }
        if (!typed.phone().matches("[0-9+() -]{0,40}")) {
            wrong.add(new Wrong("phone", "phone"));
        }
        if (typed.prefix().length() > PREFIX_CHARS_MAX
                || !typed.prefix().matches("|[A-Za-z0-9][A-Za-z0-9-]*[A-Za-z0-9]")) {
            wrong.add(new Wrong("prefix", "prefix"));
        }
        if (!typed.origin().isEmpty() && web(typed.origin(), false).isEmpty()) {
            wrong.add(new Wrong("origin", "origin"));
        }
        if (typed.reportKey().length() > KEY_CHARS_MAX
                || (!typed.reportKey().isEmpty()
                        && OpenPgpSigner.fingerprintOf(typed.reportKey().getBytes(StandardCharsets.US_ASCII))
                                .isEmpty())) {
            wrong.add(new Wrong("reportKey", "report-key"));
        }
        if (!Set.of("", "2.0", "2.1").contains(typed.csaf())) {
            wrong.add(new Wrong("csaf", "csaf"));
        }
        if (!typed.licence().isEmpty() && !LicenceExpression.isSound(typed.licence())) {
            wrong.add(new Wrong("licence", "licence"));
        }
        return wrong;
    }

    /** An address of the web as people type it; without a path it is an origin. */
    private static Optional<URI> web(String typed, boolean withPath) {
        try {
            URI uri = new URI(typed);
            boolean plain = uri.getRawUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null;
            boolean here = withPath || String.valueOf(uri.getRawPath()).isEmpty();
            return typed.length() <= ADDRESS_CHARS_MAX
                            && "https".equals(uri.getScheme())
                            && uri.getHost() != null
                            && plain
                            && here
                    ? Optional.of(uri)
                    : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** Whatever people type around the same. */
    public static Issuer tidy(Issuer typed) {
        String origin = typed.origin().strip();
        return new Issuer(
                typed.nameJa().strip(),
                typed.nameEn().strip(),
                typed.site().strip(),
                typed.mail().strip(),
                typed.phone().strip(),
                typed.prefix().strip(),
                origin.endsWith("/") ? origin.substring(0, origin.length() - 1) : origin,
                typed.reportKey().strip(),
                typed.csaf().strip(),
                typed.licence().strip());
    }

    /** Changes it if nobody else did since {@code version}; it was looked at with {@link #wrong}. */
    @Transactional
    public boolean change(Issuer to, int version, Person person) {
        boolean changed = settings.change(SETTING, version, json.writeValueAsString(to));
        if (changed) {
            audit.record(
                    person,
                    "advisory.issuer",
                    to.nameJa(),
                    Map.of(
                            "csaf",
                            to.version().number(),
                            "mail",
                            to.mail(),
                            "origin",
                            to.origin(),
                            "prefix",
                            to.prefix(),
                            "site",
                            to.site()));
        }
        return changed;
    }
}
