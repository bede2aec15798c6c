package dev.shisa.probe.ports;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** What is asked of UDP ports, each in the words of the protocol that usually lives there. */
public final class UdpQuestions {

    /** One datagram and the port that it is for. */
    @SuppressWarnings("ArrayRecordComponent") // read, never compared
    public record Question(int port, Protocol protocol, byte[] words) {}

    private UdpQuestions() {}

    public static List<Question> all() {
        return List.of(
                new Question(
                        53, Protocol.DNS, hex("53480100000100000000000007766572" + "73696f6e0462696e640000100003")),
                new Question(69, Protocol.TFTP, tftpRead("shisa-probe-no-such-file")),
                new Question(123, Protocol.NTP, hex("e30004fa000100000001000000000000" + "00".repeat(32))),
                new Question(161, Protocol.SNMP, snmpGet(1, "public", SYS_DESCR)),
                new Question(161, Protocol.SNMP, hex(SNMP_V3_DISCOVERY)),
                new Question(1900, Protocol.SSDP, ssdpSearch()),
                new Question(3702, Protocol.WSD, wsProbe()),
                new Question(5353, Protocol.MDNS, dnsQuestion("_services._dns-sd._udp.local", 12)),
                new Question(5355, Protocol.DNS, dnsQuestion("shisa-probe", 1)),
                new Question(5683, Protocol.COAP, coapGet(".well-known", "core")));
    }

    /**
     * Ports of services that need not answer a stranger (logs, tunnels, industrial and makers' own protocols) and are
     * met on devices: only the missing closed-port answer shows them.
     */
    public static final List<Integer> OFTEN_SILENT = List.of(
            514, 67, 68, 137, 138, 500, 623, 1194, 1434, 1701, 4500, 5060, 5684, 9999, 10001, 32764, 53413, 37020,
            37777, 47808, 44818, 6666, 6667, 7547, 1812, 177, 427, 520, 631, 3478, 4789, 51820, 8888, 10000, 1234,
            12345, 31337, 5000, 5004, 5351, 8080, 2222, 3333, 7, 111, 6000, 4000, 8000, 161, 69, 123, 5683, 53, 1900);

    /** Where these protocols ask the whole network. */
    static final Map<Integer, String> GROUPS = Map.of(
            1900, "239.255.255.250",
            3702, "239.255.255.250",
            5353, "224.0.0.251",
            5355, "224.0.0.252",
            5683, "224.0.1.187");

    /** What every UDP port is asked once: a line of text, and questions of SNMP and CoAP for those who want bytes. */
    public static final List<byte[]> FOR_EVERY_PORT = List.of(
            "help\r\n".getBytes(StandardCharsets.US_ASCII),
            snmpGet(1, "public", UdpQuestions.SYS_DESCR),
            coapGet(".well-known", "core"));

    public static final String SYS_DESCR = "06082b06010201010100";
    public static final String SYS_NAME = "06082b06010201010500";

    /** A version 3 message without user: every agent reports its engine in answer (RFC 3414, section 4). */
    private static final String SNMP_V3_DISCOVERY = "303e020103301102042a7b1c3d020300ffe3040104020103"
            + "0410300e0400020100020100040004000400"
            + "301404000400a00e020427b1c3d40201000201003000";

    public static byte[] ssdpSearch() {
        return "M-SEARCH * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nMAN: \"ssdp:discover\"\r\nMX: 1\r\nST: ssdp:all\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** WS-Discovery 1.0, as ONVIF cameras answer it. */
    private static byte[] wsProbe() {
        return ("<?xml version=\"1.0\" encoding=\"UTF-8\"?><e:Envelope xmlns:e=\"http://www.w3.org/2003/05/soap-envelope\""
                        + " xmlns:w=\"http://schemas.xmlsoap.org/ws/2004/08/addressing\""
                        + " xmlns:d=\"http://schemas.xmlsoap.org/ws/2005/04/discovery\"><e:Header>"
                        + "<w:MessageID>uuid:53686973-6150-4f62-8e00-000000000001</w:MessageID>"
                        + "<w:To>urn:schemas-xmlsoap-org:ws:2005:04:discovery</w:To>"
                        + "<w:Action>http://schemas.xmlsoap.org/ws/2005/04/discovery/Probe</w:Action></e:Header>"
                        + "<e:Body><d:Probe/></e:Body></e:Envelope>")
                .getBytes(StandardCharsets.US_ASCII);
    }

    public static byte[] dnsQuestion(String name, int type) {
        byte[] out = new byte[12 + name.getBytes(StandardCharsets.UTF_8).length + 2 + 4];
        out[0] = 0x53;
        out[1] = 0x48;
        out[5] = 1;
        int at = 12;
        for (String label : name.split("\\.", 10)) {
            byte[] bytes = label.getBytes(StandardCharsets.UTF_8);
            out[at++] = (byte) bytes.length;
            System.arraycopy(bytes, 0, out, at, bytes.length);
            at += bytes.length;
        }
        at++;
        out[at + 1] = (byte) type;
        out[at + 3] = 1;
        return Arrays.copyOf(out, at + 4);
    }

    public static byte[] tftpRead(String file) {
        return ("\0\1" + file + "\0octet\0").getBytes(StandardCharsets.US_ASCII);
    }

    public static byte[] tftpWrite(String file) {
        return ("\0\2" + file + "\0octet\0").getBytes(StandardCharsets.US_ASCII);
    }

    public static byte[] coapGet(String... path) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(hex("40015348"));
        int delta = 11;
        for (String part : path) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            if (bytes.length < 13) {
                out.write(delta << 4 | bytes.length);
            } else {
                out.write(delta << 4 | 13);
                out.write(bytes.length - 13);
            }
            out.writeBytes(bytes);
            delta = 0;
        }
        return out.toByteArray();
    }

    /**
     * A question for one value.
     *
     * @param version 0 for SNMPv1, 1 for SNMPv2c
     */
    public static byte[] snmpGet(int version, String community, String oidHex) {
        String variable = sequence("30", sequence("30", oidHex + "0500"));
        String pdu = sequence("a0", "02045348534802010002" + "0100" + variable);
        String name = HexFormat.of().formatHex(community.getBytes(StandardCharsets.UTF_8));
        return hex(sequence("30", "0201" + String.format("%02x", version) + sequence("04", name) + pdu));
    }

    private static String sequence(String tag, String content) {
        return tag + String.format("%02x", content.length() / 2) + content;
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
