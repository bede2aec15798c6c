package dev.shisa.server.advisory;

import dev.shisa.advisory.CsafVersion;
import java.net.URI;
import java.util.Objects;

/**
 * Who speaks in the maker's advisories, and how it is reached (CSAF 2.0, section 3.2.1.8; RFC 9116, section 2.5).
 *
 * @param nameJa the company as the public knows it
 * @param site its web address, the namespace of its advisories
 * @param mail for reports of vulnerabilities; empty: none
 * @param phone empty: none
 * @param prefix with which the numbers of its advisories begin
 * @param origin where the public pages are, {@code https://host}; empty: under the address of this server
 * @param reportKey armoured public key for reports that are sent encrypted; empty: none
 * @param csaf version of CSAF in which new revisions are issued, {@code 2.0} or {@code 2.1}; empty: the earlier one
 * @param licence under which its advisories may be passed on, an SPDX expression; empty: nothing is said
 */
public record Issuer(
        String nameJa,
        String nameEn,
        String site,
        String mail,
        String phone,
        String prefix,
        String origin,
        String reportKey,
        String csaf,
        String licence) {

    @SuppressWarnings("NullAway") // what was stored before there was a choice does not name it
    public Issuer {
        csaf = Objects.requireNonNullElse(csaf, "");
        licence = Objects.requireNonNullElse(licence, "");
    }

    /** In which version new revisions are issued. */
    public CsafVersion version() {
        return csaf.equals(CsafVersion.V2_1.number()) ? CsafVersion.V2_1 : CsafVersion.V2_0;
    }

    /** The name in a language, or in the other one. */
    public String name(String language) {
        String own = language.equals("ja") ? nameJa : nameEn;
        return own.isEmpty() ? nameJa.isEmpty() ? nameEn : nameJa : own;
    }

    /** Host and port of the public pages, if they have a name of their own; empty: they have not. */
    public String host() {
        return origin.isEmpty() ? "" : String.valueOf(URI.create(origin).getRawAuthority());
    }
}
