package dev.shisa.probe.web;

import dev.shisa.probe.Declaration.Credential;
import dev.shisa.probe.Exchange;
import dev.shisa.probe.Key;
import dev.shisa.probe.Verdict;
import dev.shisa.probe.login.CommonLogins.Login;
import dev.shisa.probe.run.Bench;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * The first password of a device that comes without any: whoever uses it first sets one, and a short one must be
 * refused (S1.1-02 ②). One below the policy's minimum is tried, then one that is long enough. It stays set.
 */
final class FirstPassword {

    private static final int[] LONGER = {0, 4, 8};
    private static final String USUAL_USER = "admin";

    private final Bench bench;
    private final Site site;
    private final Form shown;
    private final String user;
    private Exchange proof = Exchange.NONE;

    private FirstPassword(Bench bench, Site site, Form shown) {
        this.bench = bench;
        this.site = site;
        this.shown = shown;
        this.user = bench.declared().credentials().stream()
                .map(Credential::user)
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElse(USUAL_USER);
    }

    /**
     * Sets the first password.
     *
     * @param shown where it is set
     * @return what one logs in with from now on; empty if none was set
     */
    static Optional<Login> run(Bench bench, Site site, Form shown) throws IOException {
        return new FirstPassword(bench, site, shown).set();
    }

    private Optional<Login> set() throws IOException {
        String where = site.http().where(shown.page());
        if (!bench.limits().changesAllowed()) {
            bench.observe(Key.DEFPW, Verdict.UNKNOWN, where, "changes-not-allowed", Exchange.NONE);
            return Optional.empty();
        }
        if (bench.declared().policy().passwordLengthMin().isEmpty()) {
            bench.observe(Key.DEFPW, Verdict.UNKNOWN, where, "pwchange-policy-unset", Exchange.NONE);
            return Optional.empty();
        }
        int least = bench.declared().policy().passwordLengthMin().getAsInt();
        String tooShort = bench.password(Math.max(1, least - 1));
        if (isTaken(tooShort)) {
            bench.fail(Key.DEFPW, where, "first-password-too-short", proof, tooShort.length());
            return Optional.of(noted(tooShort));
        }
        Exchange refusal = proof;
        for (int more : LONGER) {
            String fresh = bench.password(least + more);
            if (isTaken(fresh)) {
                bench.pass(Key.DEFPW, where, "first-password-by-user", refusal, least - 1);
                return Optional.of(noted(fresh));
            }
        }
        bench.observe(Key.DEFPW, Verdict.UNKNOWN, where, "first-password-not-set", proof);
        return Optional.empty();
    }

    private Login noted(String password) {
        bench.note("note-password-changed", site.http().where("/"), user, password);
        return new Login(user, password);
    }

    /** Whether the page no longer asks for a first password after this one was sent. */
    private boolean isTaken(String password) throws IOException {
        bench.secrets().add(user, password);
        Visitor visitor = site.stranger();
        Optional<Form> form =
                shown.json() ? Optional.of(shown) : visitor.follow(shown.page()).passwordForm();
        if (form.isEmpty()) {
            return false;
        }
        Map<String, String> values = form.get().change(user, "", password);
        Response response = visitor.send(form.get().request(values));
        proof = response.exchange();
        return shown.json()
                ? isLoggedInBy(password)
                : site.stranger().follow(shown.page()).passwordForm().isEmpty();
    }

    private boolean isLoggedInBy(String password) {
        return site.ways().stream().anyMatch(way -> way.attempt(user, password).isAccepted());
    }
}
