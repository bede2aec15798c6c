package dev.shisa.server.portal;

import dev.shisa.server.advisory.Issuer;
import dev.shisa.server.advisory.Issuers;
import dev.shisa.server.advisory.SigningKey;
import dev.shisa.server.advisory.SigningKeys;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.api.Answer;
import dev.shisa.server.platform.api.BadField;
import dev.shisa.server.platform.api.Body;
import dev.shisa.server.platform.api.IfMatch;
import dev.shisa.server.platform.api.Listing;
import dev.shisa.server.platform.api.OneOf;
import dev.shisa.server.platform.api.Operation;
import dev.shisa.server.platform.api.Paging;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.start.PublicAddress;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;

/** The public pages, for programs. */
@Controller
class PortalApi {

    private final Portals portals;
    private final Issuers issuers;
    private final SigningKeys keys;
    private final Products products;
    private final PortalExport export;

    PortalApi(
            Portals portals,
            Issuers issuers,
            SigningKeys keys,
            Products products,
            PortalExport export,
            Messages messages) {
        this.portals = portals;
        this.issuers = issuers;
        this.keys = keys;
        this.products = products;
        this.export = export;
    }

    /**
     * @param series code
     * @param verdicts whether its page says how it stands to the label
     */
    record ShownBody(String series, boolean verdicts) {}

    /** @param apart whether nothing but the public pages answers under their own host name */
    record PortalBody(
            boolean on,
            boolean apart,
            @Nullable String aboutJa,
            @Nullable String aboutEn,
            List<ShownBody> shown) {}

    /**
     * Who publishes.
     *
     * @param csaf version in which new revisions are issued; null: the earlier one
     * @param licence of the documents, an SPDX expression; missing: it stays
     */
    record IssuerBody(
            String nameJa,
            @Nullable String nameEn,
            @Nullable String site,
            @Nullable String mail,
            @Nullable String phone,
            @Nullable String prefix,
            @Nullable String origin,
            @Nullable String reportKey,
            @OneOf({"2.0", "2.1"}) @Nullable String csaf,
            @Nullable String licence) {}

    /** A key that signs or signed; the last one that was made signs. */
    record SigningKeyBody(String fingerprint, String armored, boolean imported, Instant at) {}

    @GetMapping("/api/v1/portal")
    @Requires(Act.CHANGE_SETTINGS)
    @Operation(id = "portal.get")
    Answer<PortalBody> get() {
        Portals.Entered entered = portals.entered();
        Portal portal = entered.portal();
        List<ShownBody> shown = new ArrayList<>();
        for (Portal.Shown one : portal.shown()) {
            products.byId(one.series()).ifPresent(series -> shown.add(new ShownBody(series.code(), one.verdicts())));
        }
        return Answer.of(new PortalBody(portal.on(), portal.apart(), portal.aboutJa(), portal.aboutEn(), shown))
                .version(entered.version());
    }

    @PutMapping("/api/v1/portal")
    @Requires(Act.CHANGE_SETTINGS)
    @Operation(id = "portal.change")
    Answer<PortalBody> change(
            @Body PortalBody sent, IfMatch seen, @AuthenticationPrincipal Person person, HttpServletRequest request) {
        requireAll(person);
        String aboutJa = Objects.requireNonNullElse(sent.aboutJa(), "").strip();
        String aboutEn = Objects.requireNonNullElse(sent.aboutEn(), "").strip();
        if (aboutJa.length() > Portals.ABOUT_CHARS_MAX) {
            throw new BadField("/aboutJa", "long", aboutJa.length(), Portals.ABOUT_CHARS_MAX);
        }
        if (aboutEn.length() > Portals.ABOUT_CHARS_MAX) {
            throw new BadField("/aboutEn", "long", aboutEn.length(), Portals.ABOUT_CHARS_MAX);
        }
        if (sent.on() && issuers.issuer().mail().isEmpty()) {
            throw BadField.said("/on", "portal.wrong.mail");
        }
        String host = issuers.issuer().host();
        if (sent.apart() && (host.isEmpty() || host.equalsIgnoreCase(PublicAddress.authority(request)))) {
            throw BadField.said("/apart", host.isEmpty() ? "portal.wrong.apart-none" : "portal.wrong.apart", host);
        }
        List<Portal.Shown> shown = new ArrayList<>();
        for (ShownBody one : sent.shown()) {
            Series series = products.require(one.series(), person);
            if (shown.stream().noneMatch(known -> known.series().equals(series.id()))) {
                shown.add(new Portal.Shown(series.id(), one.verdicts()));
            }
        }
        int version = seen.require(portals.entered().version());
        if (!portals.change(new Portal(sent.on(), sent.apart(), aboutJa, aboutEn, shown), version, person)) {
            throw new Problem(409, "changed-meanwhile", "");
        }
        return get();
    }

    private static void requireAll(Person person) {
        person.requireAll();
    }

    @GetMapping("/api/v1/portal/issuer")
    @Requires(Act.CHANGE_SETTINGS)
    @Operation(id = "portal.issuer")
    Answer<IssuerBody> issuer() {
        Issuers.Entered entered = issuers.entered();
        Issuer issuer = entered.issuer();
        return Answer.of(new IssuerBody(
                        issuer.nameJa(),
                        issuer.nameEn(),
                        issuer.site(),
                        issuer.mail(),
                        issuer.phone(),
                        issuer.prefix(),
                        issuer.origin(),
                        issuer.reportKey(),
                        issuer.version().number(),
                        issuer.licence()))
                .version(entered.version());
    }

    @PutMapping("/api/v1/portal/issuer")
    @Requires(Act.CHANGE_SETTINGS)
    @Operation(id = "portal.issuer-change")
    Answer<IssuerBody> issuerChange(
            @Body IssuerBody sent, IfMatch seen, @AuthenticationPrincipal Person person, HttpServletRequest request) {
        requireAll(person);
        Issuer typed = Issuers.tidy(new Issuer(
                sent.nameJa(),
                Objects.requireNonNullElse(sent.nameEn(), ""),
                Objects.requireNonNullElse(sent.site(), ""),
                Objects.requireNonNullElse(sent.mail(), ""),
                Objects.requireNonNullElse(sent.phone(), ""),
                Objects.requireNonNullElse(sent.prefix(), ""),
                Objects.requireNonNullElse(sent.origin(), ""),
                Objects.requireNonNullElse(sent.reportKey(), ""),
                Objects.requireNonNullElse(sent.csaf(), ""),
                Objects.requireNonNullElse(
                        sent.licence(), issuers.entered().issuer().licence())));
        issuers.wrong(typed).stream().findFirst().ifPresent(wrong -> {
            throw BadField.said("/" + wrong.field(), "advisory.issuer.wrong." + wrong.why());
        });
        Portal portal = portals.entered().portal();
        if (portal.apart()
                && (typed.host().isEmpty() || typed.host().equalsIgnoreCase(PublicAddress.authority(request)))) {
            throw BadField.said("/origin", "portal.wrong.apart", typed.host());
        }
        if (portal.on() && typed.mail().isEmpty()) {
            throw BadField.said("/mail", "portal.wrong.mail");
        }
        int version = seen.require(issuers.entered().version());
        if (!issuers.change(typed, version, person)) {
            throw new Problem(409, "changed-meanwhile", "");
        }
        return issuer();
    }

    @GetMapping("/api/v1/portal/keys")
    @Requires(Act.CHANGE_SETTINGS)
    @Operation(id = "portal.keys")
    Answer<Listing<SigningKeyBody>> keys(Paging paging) {
        return Answer.of(paging.of(keys.all(), key -> key.id().toString(), PortalApi::body));
    }

    private static SigningKeyBody body(SigningKey key) {
        return new SigningKeyBody(key.fingerprint(), key.armored(), key.imported(), key.at());
    }

    @PostMapping("/api/v1/portal/keys")
    @Requires(Act.CHANGE_SETTINGS)
    @Operation(id = "portal.key-make", status = 201)
    Answer<SigningKeyBody> makeKey(@AuthenticationPrincipal Person person) {
        requireAll(person);
        return Answer.of(body(keys.make(person))).at("/api/v1/portal/keys");
    }

    @GetMapping("/api/v1/portal/export")
    @Requires(Act.CHANGE_SETTINGS)
    @Recorded("portal.take")
    @Operation(id = "portal.export", file = "application/zip")
    ResponseEntity<byte[]> export() {
        return ResponseEntity.ok().header("Content-Type", "application/zip").body(export.zip());
    }
}
