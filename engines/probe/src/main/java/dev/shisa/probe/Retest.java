package dev.shisa.probe;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line for a shell that shows a finding again with the usual tools and nothing else; empty where only the probe
 * can, which then runs for the one key ({@code --only}).
 */
public final class Retest {

    private static final Pattern PLACE =
            Pattern.compile("(?:(tcp|udp|[a-z]+s?):?/{0,2} ?)?(\\[[0-9a-fA-F:]+]|[0-9.]+):([0-9]{1,5})(/.*)?");

    private Retest() {}

    /**
     * The line for one observation.
     *
     * @param where as in {@link Evidence}
     * @param args of its sentence
     */
    public static String of(Verdict verdict, String where, String code, List<String> args) {
        Matcher place = PLACE.matcher(where);
        if (verdict != Verdict.FAIL || !place.matches()) {
            return "";
        }
        String host = place.group(2).replaceAll("[\\[\\]]", "");
        String port = place.group(3);
        boolean udp = where.startsWith("udp");
        String url = where.replace("'", "%27");
        String authority = place.group(2) + ":" + port;
        return switch (code) {
            case "port-undeclared" -> udp ? "" : "nc -vz -w 5 " + host + " " + port;
            case "shell-open", "plain-telnet", "plain-commands" -> "nc -v " + host + " " + port;
            case "web-open", "web-redirect-with-content", "web-refused-with-content", "plain-login", "plain-content" ->
                where.startsWith("http") ? "curl -gsik --max-time 20 '" + url + "'" : "";
            case "tls-old-version" -> openssl(authority, option(args) + " -cipher 'ALL:@SECLEVEL=0'");
            case "tls-expired",
                    "tls-not-yet-valid",
                    "tls-self-signed",
                    "tls-small-key",
                    "tls-weak-signature",
                    "tls-broken-chain" ->
                openssl(authority, "-showcerts -cipher 'ALL:@SECLEVEL=0'") + " | openssl x509 -noout -text";
            case "ftp-anonymous" -> "curl -gs --user anonymous:probe@ 'ftp://" + authority + "/'";
            case "mqtt-anonymous" ->
                where.startsWith("mqtts") ? "" : "mosquitto_sub -h " + host + " -p " + port + " -t '#' -v -C 1 -W 5";
            case "tftp-file" ->
                args.isEmpty()
                        ? ""
                        : "curl -gs 'tftp://" + authority + "/"
                                + args.getFirst().replace("'", "%27") + "'";
            default -> "";
        };
    }

    private static String option(List<String> args) {
        return switch (args.isEmpty() ? "" : args.getFirst()) {
            case "SSL 3.0" -> "-ssl3";
            case "TLS 1.0" -> "-tls1";
            default -> "-tls1_1";
        };
    }

    private static String openssl(String authority, String options) {
        return "openssl s_client -connect " + authority + " " + options + " </dev/null";
    }
}
