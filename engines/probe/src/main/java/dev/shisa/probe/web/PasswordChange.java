package dev.shisa.probe.web;

import dev.shisa.probe.Exchange;
import dev.shisa.probe.Key;
import dev.shisa.probe.Verdict;
import dev.shisa.probe.login.CommonLogins.Login;
import dev.shisa.probe.run.Bench;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Changes the password of a web log-in, by boundary: one character less than the policy's minimum must be refused, and
 * one of the minimum (or, where the device asks for more, a longer one) must be taken; then the old one must be
 * refused. Whether a change took place is told by logging in and never by the words of the page. At the end the first
 * password is put back; where the device refuses that, the person is told the one that holds now.
 */
final class PasswordChange {

    private static final int[] LONGER = {0, 4, 8};
    private static final int TRUNCATED = 8;

    private static final Pattern REFUSES = Pattern.compile(
            "(?i)reject|refus|invalid|not (allowed|accepted|valid|strong)|too (short|long|weak|simple)|must|at least|characters|unchanged|拒否|できません|使えません|無効|文字|短|弱");

    private final Bench bench;
    private final Site site;
    private final WebLogin login;
    private final Login first;
    private Login now;
    private Exchange proof = Exchange.NONE;
    private boolean shortTaken;

    private PasswordChange(Bench bench, Site site, WebLogin login, Login known) {
        this.bench = bench;
        this.site = site;
        this.login = login;
        this.first = known;
        this.now = known;
    }

    /** What holds after the test, and whether a password below the minimum was taken. */
    record Outcome(Login now, boolean shortTaken) {}

    /** @param forced the page that a first log-in led to and that asked for a new password */
    static Outcome run(Bench bench, Site site, WebLogin login, Login known, @Nullable Page forced) throws IOException {
        PasswordChange change = new PasswordChange(bench, site, login, known);
        change.check(forced);
        return new Outcome(change.now, change.shortTaken);
    }

    private void check(@Nullable Page forced) throws IOException {
        Optional<Form> form = forced == null ? changeForm() : forced.passwordForm();
        if (form.isEmpty()) {
            bench.observe(Key.PWCHANGE, Verdict.MANUAL, login.where(), "pwchange-no-page", Exchange.NONE);
            return;
        }
        if (bench.declared().policy().passwordLengthMin().isEmpty()) {
            bench.observe(Key.PWCHANGE, Verdict.UNKNOWN, login.where(), "pwchange-policy-unset", Exchange.NONE);
            return;
        }
        if (!bench.limits().changesAllowed()) {
            bench.observe(Key.PWCHANGE, Verdict.UNKNOWN, login.where(), "changes-not-allowed", Exchange.NONE);
            return;
        }
        int least = bench.declared().policy().passwordLengthMin().getAsInt();
        String where = site.http().where(form.get().action());
        for (int length : site.atOnce() > 1 ? new int[] {Math.max(0, least - 1)} : shortLengths(least)) {
            if (change(form.get(), bench.password(length))) {
                shortTaken = true;
                bench.fail(Key.PWCHANGE, where, "pwchange-short-taken", proof, length, least);
                break;
            }
        }
        Exchange refusal = proof;
        if (!goodTaken(form.get(), least, where)) {
            restore(form.get());
            return;
        }
        Exchange acceptance = proof;
        if (login.attempt(first.user(), first.password()).isAccepted()) {
            bench.fail(Key.PWCHANGE, where, "pwchange-old-still-works", proof);
        }
        String cut =
                now.password().substring(0, Math.min(TRUNCATED, now.password().length()));
        if (cut.length() < now.password().length()
                && login.attempt(now.user(), cut).isAccepted()) {
            bench.fail(Key.PWCHANGE, where, "pwchange-truncated", proof, TRUNCATED);
        }
        withoutOldPassword(form.get(), where);
        bench.pass(Key.PWCHANGE, where, "pwchange-short-refused", refusal, least - 1);
        bench.pass(
                Key.PWCHANGE,
                where,
                "pwchange-good-taken",
                acceptance,
                now.password().length());
        restore(form.get());
    }

    /** A form before what a script sends, and what asks for the old password before what does not. */
    private Optional<Form> changeForm() {
        List<Form> all = new ArrayList<>();
        site.pagesOfUser().values().forEach(page -> all.addAll(page.forms()));
        site.pagesOfUser()
                .values()
                .forEach(page -> page.calls().stream()
                        .filter(call -> call.isPost() && !call.isEntry() && !call.isSetup())
                        .forEach(all::add));
        List<Form> changes = all.stream().filter(Form::isPasswordChange).toList();
        return changes.stream()
                .filter(form -> form.oldPassword().isPresent())
                .findFirst()
                .or(() -> changes.stream().findFirst());
    }

    private static int[] shortLengths(int least) {
        return least > 2 ? new int[] {least - 1, 1} : new int[] {Math.max(0, least - 1)};
    }

    private boolean goodTaken(Form form, int least, String where) throws IOException {
        for (int more : LONGER) {
            if (change(form, bench.password(least + more))) {
                return true;
            }
        }
        // That users cannot change it shows only a device that says so itself.
        boolean says = REFUSES.matcher(proof.received()).find();
        bench.observe(
                Key.PWCHANGE,
                says ? Verdict.FAIL : Verdict.UNKNOWN,
                where,
                says ? "pwchange-good-refused" : "pwchange-not-understood",
                proof,
                least,
                least + LONGER[LONGER.length - 1]);
        return false;
    }

    /** Sets a password and tells by logging in whether it holds. */
    private boolean change(Form shown, String fresh) throws IOException {
        return change(shown, now.password(), fresh);
    }

    private boolean change(Form shown, String old, String fresh) throws IOException {
        WebLogin.Visit visit = login.signIn(site.stranger(), now.user(), now.password());
        if (!visit.tried().isAccepted()) {
            proof = visit.tried().exchange();
            return false;
        }
        bench.secrets().add(now.user(), fresh);
        Form form = shown.json()
                ? shown
                : visit.visitor().follow(shown.page()).passwordForm().orElse(shown);
        Response response = visit.visitor().send(form.request(form.change(now.user(), old, fresh)));
        proof = response.exchange();
        if (!login.attempt(now.user(), fresh).isAccepted()) {
            return false;
        }
        now = new Login(now.user(), fresh);
        return true;
    }

    /** Whoever finds an open session must not be able to set a password without the old one. */
    private void withoutOldPassword(Form form, String where) throws IOException {
        if (form.oldPassword().isPresent()
                && change(form, bench.password(9), bench.password(now.password().length()))) {
            bench.fail(Key.PWCHANGE, where, "pwchange-old-not-checked", proof);
        }
    }

    private void restore(Form form) throws IOException {
        if (now.password().equals(first.password())) {
            return;
        }
        if (!change(form, first.password())) {
            bench.note("note-password-changed", login.where(), now.user(), now.password());
        }
    }
}
