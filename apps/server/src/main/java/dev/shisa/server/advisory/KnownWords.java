package dev.shisa.server.advisory;

import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.vulnerability.WhatIsKnown;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** In words, what the house knows of the versions that an advisory names, for whoever asks for it and whoever agrees. */
final class KnownWords {

    private KnownWords() {}

    /**
     * What stands beside the text of an advisory before it is issued.
     *
     * @param unnamed series in which it was judged exploitable, and which are not named
     * @param given the reason for what contradicts; null: none was given
     * @param uncompared whether no CVE is named, so that nothing was compared
     */
    static AdvisoryView.Known of(
            List<ClaimCheck.Compared> compared,
            List<String> unnamed,
            Optional<Despite> given,
            boolean uncompared,
            Ui ui) {
        List<Contradiction> against =
                compared.stream().flatMap(one -> one.against().stream()).toList();
        return new AdvisoryView.Known(
                compared.stream().map(one -> line(one, ui)).toList(),
                against.stream().map(one -> sentence(one, ui)).toList(),
                unnamed.isEmpty() ? "" : String.join(ui.t("people.and"), unnamed),
                given.map(one -> one.content().reason()).orElse(""),
                given.map(Despite::byName).orElse(""),
                given.filter(one -> one.covers(against)).isPresent(),
                uncompared);
    }

    private static AdvisoryView.Known.Line line(ClaimCheck.Compared one, Ui ui) {
        WhatIsKnown.InRelease known = one.known();
        return new AdvisoryView.Known.Line(
                one.series().name(),
                one.release().name(),
                claim(one.said(), ui),
                !known.listed()
                        ? ui.t("advisory.known.no-list")
                        : known.waiting()
                                ? ui.t("advisory.known.waiting")
                                : known.held().isEmpty() && known.found().isEmpty()
                                        ? ui.t("advisory.known.not-listed")
                                        : known.held().isEmpty()
                                                ? ""
                                                : ui.t(
                                                        "advisory.known.held",
                                                        String.join(ui.t("people.and"), known.held())),
                known.found().stream().map(found -> found(one, found, ui)).toList(),
                !one.against().isEmpty());
    }

    private static String claim(NamedVersions.Said said, Ui ui) {
        String claim = ui.t("advisory.claim." + said.as().name().toLowerCase(Locale.ROOT));
        return said.certain() ? claim : ui.t("advisory.claimed-perhaps", claim);
    }

    private static Parts.Crumb found(ClaimCheck.Compared one, WhatIsKnown.Found found, Ui ui) {
        String state = ui.t("finding.state." + found.state().code());
        String why = found.justification().isEmpty() ? "" : ui.t("advisory.why." + found.justification());
        return new Parts.Crumb(
                found.by().isEmpty()
                        ? ui.t("advisory.known.found", found.component(), state)
                        : why.isEmpty()
                                ? ui.t("advisory.known.judged", found.component(), state, found.by())
                                : ui.t("advisory.known.judged.why", found.component(), state, found.by(), why),
                "/products/" + URLEncoder.encode(one.series().code(), StandardCharsets.UTF_8) + "/vulnerabilities/"
                        + found.id());
    }

    static String sentence(Contradiction one, Ui ui) {
        return ui.t(
                "advisory.contradiction." + one.kind(),
                one.series(),
                one.version(),
                one.component(),
                one.state().isEmpty() ? "" : ui.t("finding.state." + one.state()));
    }
}
