package dev.shisa.server.platform.tls;

import static dev.shisa.server.platform.tls.TlsException.Reason.BAD_NAME;

import java.io.IOException;
import java.net.IDN;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Under which names people reach this server: what a browser's address bar may hold (RFC 9525: DNS names and IP
 * addresses of the subject alternative name).
 *
 * @param dns lower case, ASCII
 * @param addresses textual IP addresses in the form of {@link InetAddress#getHostAddress()}
 */
public record HostNames(SortedSet<String> dns, SortedSet<String> addresses) {

    /** A machine with containers has dozens of bridges; nobody types the fortieth address. */
    private static final int ADDRESSES_MAX = 32;

    private static final int NAME_LENGTH_MAX = 253;
    private static final Pattern NAME = Pattern.compile(
            "(?:\\*\\.)?[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?(?:\\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?)*");
    private static final Pattern DIGITS_AND_DOTS = Pattern.compile("[0-9.]+");

    public HostNames {
        dns = new TreeSet<>(dns);
        addresses = new TreeSet<>(addresses);
    }

    /**
     * Of this machine as it is now, with further names that its operator gave.
     *
     * @throws TlsException if one of those is neither a name nor an address
     */
    public static HostNames ofThisMachine(Collection<String> extra) {
        TreeSet<String> dns = new TreeSet<>(List.of("localhost"));
        TreeSet<String> addresses = new TreeSet<>();
        machineName().ifPresent(name -> {
            dns.add(name);
            if (!name.contains(".")) {
                // The name by which others on the same network find it without a name server (RFC 6762).
                dns.add(name + ".local");
            }
        });
        Set<String> temporary = temporaryAddresses();
        try {
            NetworkInterface.networkInterfaces()
                    .filter(HostNames::isUp)
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                    .map(HostNames::text)
                    .filter(address -> !temporary.contains(address))
                    .sorted()
                    .limit(ADDRESSES_MAX)
                    .forEach(addresses::add);
        } catch (IOException e) {
            // A machine that does not tell its addresses is reached by name.
            addresses.clear();
        }
        addresses.add("127.0.0.1");
        addresses.add(text(InetAddress.ofLiteral("::1")));
        extra.forEach(name -> addGiven(name, dns, addresses));
        return new HostNames(dns, addresses);
    }

    /**
     * Whether somebody asked under one of these names.
     *
     * @param host as in an address bar, without a port: a name in any case, or an address, that of IPv4 in its four numbers, that of IPv6 with
     *     or without brackets
     */
    public boolean has(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        if (name.startsWith("[") && name.endsWith("]")) {
            name = name.substring(1, name.length() - 1);
        }
        if (DIGITS_AND_DOTS.matcher(name).matches()) {
            // As it is: the JDK also takes 2130706433 and 127.1 for addresses, under which nobody is to be led here.
            return addresses.contains(name);
        }
        if (name.contains(":")) {
            try {
                return InetAddress.ofLiteral(name) instanceof Inet6Address address && addresses.contains(text(address));
            } catch (IllegalArgumentException e) {
                return false;
            }
        }
        // With a dot at its end it is the same name (RFC 1034, section 3.1).
        String bare = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        return dns.contains(bare) || dns.contains("*" + bare.substring(Math.max(0, bare.indexOf('.'))));
    }

    /** Whether a certificate for the other names serves these as well. */
    boolean within(HostNames other) {
        return other.dns.containsAll(dns) && other.addresses.containsAll(addresses);
    }

    private static void addGiven(String given, Set<String> dns, Set<String> addresses) {
        String name = given.strip().toLowerCase(Locale.ROOT);
        if (name.startsWith("[") && name.endsWith("]")) {
            name = name.substring(1, name.length() - 1);
        }
        try {
            if (name.contains(":") || DIGITS_AND_DOTS.matcher(name).matches()) {
                addresses.add(text(InetAddress.ofLiteral(name)));
                return;
            }
            String ascii = IDN.toASCII(name, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
            if (ascii.length() <= NAME_LENGTH_MAX && NAME.matcher(ascii).matches()) {
                dns.add(ascii);
                return;
            }
        } catch (IllegalArgumentException e) {
            // Neither an address nor a name: told below.
        }
        throw new TlsException(BAD_NAME, null, given);
    }

    private static Optional<String> machineName() {
        try {
            // Not by InetAddress: that asks the name server and may wait for it.
            String name = Files.readString(Path.of("/proc/sys/kernel/hostname"))
                    .strip()
                    .toLowerCase(Locale.ROOT);
            return NAME.matcher(name).matches() && name.length() <= NAME_LENGTH_MAX
                    ? Optional.of(name)
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** IPv6 privacy addresses (RFC 8981): they change daily, and a certificate would with them. */
    private static Set<String> temporaryAddresses() {
        Set<String> found = new HashSet<>();
        try {
            for (String line : Files.readAllLines(Path.of("/proc/net/if_inet6"))) {
                String[] fields = line.strip().split(" +", -1);
                if (fields.length >= 6 && (Integer.parseInt(fields[4], 16) & 0x01) != 0) {
                    found.add(text(InetAddress.getByAddress(HexFormat.of().parseHex(fields[0]))));
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            // Without IPv6, or not told.
            return found;
        }
        return found;
    }

    static String text(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }

    private static boolean isUp(NetworkInterface each) {
        try {
            return each.isUp();
        } catch (IOException e) {
            return false;
        }
    }
}
