package dev.shisa.probe;

/** What one run decides, each by itself. Which of them a criterion rests on is the catalogue's business. */
public enum Key {
    /** Nothing protected is reachable without log-in. */
    AUTH,
    /** No common or derivable default works, and no first password may be too short. */
    DEFPW,
    /** Changing a password refuses short values and accepts good ones. */
    PWCHANGE,
    /** Guessing is limited as the policy says. */
    BRUTE,
    /** Nothing is open beyond what is declared. */
    PORTS,
    /** Versions, cipher suites, keys and validity of TLS. */
    TLS,
    /** No credentials and no protected data in clear. */
    PLAIN,
    /** The web pages withstand scripting, command injection and the like. */
    WEB,
    /** An altered image is refused. */
    UPDATE,
    /** No version with a published, exploitable vulnerability. */
    VULN,
    /** Discovery does not tell what it must not. */
    DISC,
    /** Bluetooth and USB: by people on the bench. */
    BTUSB
}
