package dev.hindsight.webhook;

import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which addresses are sent to: those of the public internet. What lies behind the service's own network,
 * of which the metadata of clouds is the worst, must not be asked on behalf of who may set a URL. Names
 * are no rule: they are resolved when something is sent, and each address is judged that would be used.
 */
@Singleton
public class AddressRules {

    /** What of IPv4 is not the public internet, by IANA's registry of special addresses. */
    private static final List<Block> SPECIAL =
            blocks(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.88.99.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/3");

    /** The only part of IPv6 that is public. */
    private static final Block GLOBAL = block("2000::/3");

    /** What in it is not: protocols and tunnels (Teredo, 6to4, which reach anything), documentation. */
    private static final List<Block> SPECIAL_6 =
            blocks("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

    /** IPv4 behind a translator, as networks without it reach everybody: judged by what it stands for. */
    private static final Block TRANSLATED = block("64:ff9b::/96");

    private static final Block MAPPED = block("::ffff:0:0/96");

    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|.*:.*");

    private final WebhookConfig config;

    AddressRules(WebhookConfig config) {
        this.config = config;
    }

    /** Some leading bits of addresses. */
    private static final class Block {

        private final byte[] start;
        private final int bits;

        Block(byte[] start, int bits) {
            this.start = start;
            this.bits = bits;
        }

        boolean holds(byte[] address) {
            if (address.length != start.length) {
                return false;
            }
            int whole = bits / 8;
            int mask = 0xff00 >> (bits % 8) & 0xff;
            return Arrays.equals(address, 0, whole, start, 0, whole)
                    && (mask == 0 || (address[whole] & mask) == (start[whole] & mask));
        }
    }

    /** What keeps a target from being sent to, as far as it can be told without asking for names. */
    Optional<String> fault(Target target) {
        if (config.allowPrivateAddresses()) {
            return Optional.empty();
        }
        String host = target.host().toLowerCase(Locale.ROOT);
        boolean isLocal =
                host.equals("localhost")
                        || host.endsWith(".localhost")
                        || (ADDRESS.matcher(host).matches() && !isAllowed(literal(host)));
        return isLocal
                ? Optional.of(
                        "It must not be an address of a private network: the setting"
                                + " hindsight.webhook.allow-private-addresses forbids them.")
                : Optional.empty();
    }

    /** Whether something may be sent there. */
    public boolean isAllowed(InetAddress address) {
        return config.allowPrivateAddresses() || isPublic(address.getAddress());
    }

    /** Whether it is of the public internet. */
    static boolean isPublic(byte[] address) {
        if (address.length == 4) {
            return SPECIAL.stream().noneMatch(it -> it.holds(address));
        }
        if (TRANSLATED.holds(address) || MAPPED.holds(address)) {
            return isPublic(Arrays.copyOfRange(address, 12, 16));
        }
        return GLOBAL.holds(address) && SPECIAL_6.stream().noneMatch(it -> it.holds(address));
    }

    /** Not asked of anybody: an address is read, and a zone of one is none of ours. */
    private static InetAddress literal(String address) {
        try {
            return InetAddress.getByName(address.replaceFirst("%.*", ""));
        } catch (UnknownHostException notOne) {
            return InetAddress.getLoopbackAddress();
        }
    }

    private static List<Block> blocks(String... texts) {
        return Arrays.stream(texts).map(AddressRules::block).toList();
    }

    private static Block block(String text) {
        List<String> parts = List.of(text.split("/", 2));
        return new Block(bytes(parts.get(0)), Integer.parseInt(parts.get(1)));
    }

    /** Java takes an IPv4 address that is mapped for one of IPv4. */
    private static byte[] bytes(String address) {
        byte[] bytes = literal(address).getAddress();
        if (address.contains(":") && bytes.length == 4) {
            byte[] mapped = new byte[16];
            mapped[10] = (byte) 0xff;
            mapped[11] = (byte) 0xff;
            System.arraycopy(bytes, 0, mapped, 12, 4);
            return mapped;
        }
        return bytes;
    }
}
