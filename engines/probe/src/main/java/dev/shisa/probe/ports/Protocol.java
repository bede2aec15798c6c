package dev.shisa.probe.ports;

/** What a port speaks, told by its own words and never by its number. */
public enum Protocol {
    HTTP,
    SSH,
    TELNET,
    FTP,
    MQTT,
    RTSP,
    /** A command line without log-in. */
    SHELL,
    SNMP,
    TFTP,
    SSDP,
    MDNS,
    /** WS-Discovery. */
    WSD,
    DNS,
    NTP,
    COAP,
    /** Open, but says nothing that is known here. */
    UNKNOWN
}
