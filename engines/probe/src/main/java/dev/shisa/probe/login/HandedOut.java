package dev.shisa.probe.login;

import dev.shisa.probe.Declaration.Credential;
import dev.shisa.probe.Exchange;
import dev.shisa.probe.Key;
import dev.shisa.probe.run.Bench;
import java.util.Optional;
import java.util.regex.Pattern;

/** Judges a first password that was seen to work, without trying any other: S1.1-02 ① unique, long, not guessable, or ② changed by force. */
public final class HandedOut {

    /** S1.1-02 ① asks for six characters of a password that each unit has for itself. */
    private static final int UNIQUE_LENGTH_MIN = 6;

    private static final Pattern SHARED =
            Pattern.compile("(?i)\\b(common|shared|same|fixed|identical|universal|global)\\b|共通|同一|固定");
    private static final Pattern UNIQUE = Pattern.compile("(?i)unique|per unit|individual|own|random|個体|固有|別");

    private HandedOut() {}

    /**
     * Judges one first password.
     *
     * @param forced whether nothing works before a new password is set
     * @param shortTaken whether the forced change took one that is too short
     */
    public static void judge(
            Bench bench, String where, Credential credential, boolean forced, boolean shortTaken, Exchange proof) {
        if (forced && shortTaken) {
            bench.fail(
                    Key.DEFPW,
                    where,
                    "first-password-too-short",
                    proof,
                    bench.declared().policy().passwordLengthMin().orElse(1) - 1);
            return;
        }
        Optional<String> source = Derivable.source(credential.user(), credential.password(), bench.told());
        String weakness = "";
        if (CommonLogins.isCommon(credential.user(), credential.password())) {
            weakness = "default-handed-out-common";
        } else if (source.isPresent()) {
            weakness = "default-handed-out-derivable";
        } else if (SHARED.matcher(credential.kind()).find()
                && !UNIQUE.matcher(credential.kind()).find()) {
            weakness = "default-handed-out-shared";
        } else if (credential.password().length() < UNIQUE_LENGTH_MIN) {
            weakness = "default-handed-out-short";
        }
        if (weakness.isEmpty()) {
            bench.pass(
                    Key.DEFPW,
                    where,
                    "default-handed-out-strong",
                    proof,
                    credential.user(),
                    credential.password().length());
        } else if (forced) {
            bench.pass(Key.DEFPW, where, "default-must-be-changed", proof, credential.user());
        } else {
            bench.fail(
                    Key.DEFPW,
                    where,
                    weakness,
                    proof,
                    credential.user(),
                    source.orElse(String.valueOf(credential.password().length())));
        }
    }
}
