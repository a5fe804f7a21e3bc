package io.orderloom.sandbox;

import io.orderloom.sandbox.alipay.Alipay;
import io.orderloom.sandbox.alipay.AlipaySettings;
import io.orderloom.sandbox.crypto.Certificates;
import io.orderloom.sandbox.crypto.Certificates.Subject;
import io.orderloom.sandbox.crypto.Pem;
import io.orderloom.sandbox.crypto.Randoms;
import io.orderloom.sandbox.crypto.Rsa;
import io.orderloom.sandbox.crypto.SelfSigned;
import io.orderloom.sandbox.kuaidi100.Kuaidi100Settings;
import io.orderloom.sandbox.miniprogram.MiniProgramSettings;
import io.orderloom.sandbox.unionpay.UnionPaySettings;
import io.orderloom.sandbox.wechatpay.WechatPaySettings;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All keys, secrets and identities of one simulated merchant, the gateways' halves and the merchant's.
 * Worthless outside the sandbox that was started with them.
 */
public final class SandboxKeys {

    private static final String FILE = "sandbox-keys.properties";
    private static final String COMMENT = "Keys of the sandbox's gateways. Worthless anywhere else.";
    private static final String MERCHANT_PRIVATE = "wechat-pay.merchant-private-key";
    private static final String MERCHANT_PUBLIC = "wechat-pay.merchant-public-key";
    private static final String PLATFORM_PRIVATE = "wechat-pay.platform-private-key";
    private static final String PLATFORM_PUBLIC = "wechat-pay.platform-public-key";
    private static final String ALIPAY_APP_PRIVATE = "alipay.application-private-key";
    private static final String ALIPAY_APP_PUBLIC = "alipay.application-public-key";
    private static final String ALIPAY_PRIVATE = "alipay.private-key";
    private static final String ALIPAY_PUBLIC = "alipay.public-key";
    private static final String ALIPAY_APP_ID = "alipay.app-id";
    private static final String UNIONPAY_MER_ID = "unionpay.mer-id";
    private static final String PUSH_TOKEN = "mini-program.push-token";
    private static final String CERTIFICATE = "wechat-pay.platform-certificate";

    private final Map<String, String> values;

    private SandboxKeys(Map<String, String> values) {
        this.values = values;
    }

    /** A fresh merchant. */
    public static SandboxKeys generate() {
        List<KeyPair> pairs = Rsa.generate(2);
        KeyPair merchant = pairs.get(0);
        KeyPair platform = pairs.get(1);
        Map<String, String> values = new TreeMap<>();
        values.put("wechat-pay.mch-id", "19000" + Randoms.digits(5));
        values.put("wechat-pay.merchant-serial", Randoms.upperHex(40));
        values.put(MERCHANT_PRIVATE, Pem.privateKey(merchant.getPrivate()));
        values.put(MERCHANT_PUBLIC, Pem.publicKey(merchant.getPublic()));
        values.put("wechat-pay.api-v3-key", Randoms.alphanumeric(32));
        values.put("wechat-pay.platform-public-key-id", "PUB_KEY_ID_0" + Randoms.digits(32));
        values.put(PLATFORM_PRIVATE, Pem.privateKey(platform.getPrivate()));
        values.put(PLATFORM_PUBLIC, Pem.publicKey(platform.getPublic()));
        values.put(CERTIFICATE, SelfSigned.certificate("Tenpay.com sandbox", platform));
        values.putAll(alipay());
        values.putAll(unionPay());
        values.put("mini-program.app-id", "wx" + Randoms.lowerHex(16));
        values.put("mini-program.app-secret", Randoms.lowerHex(32));
        values.putAll(pushes());
        values.put("kuaidi100.customer", Randoms.upperHex(32));
        values.put("kuaidi100.key", Randoms.alphanumeric(12));
        values.put("kuaidi100.secret", Randoms.lowerHex(32));
        values.put("kuaidi100.salt", Randoms.alphanumeric(16));
        return new SandboxKeys(values);
    }

    private static Map<String, String> pushes() {
        return Map.of(
                PUSH_TOKEN,
                Randoms.alphanumeric(32),
                "mini-program.encoding-aes-key",
                Base64.getEncoder().encodeToString(Randoms.bytes(32)).substring(0, 43));
    }

    private static Map<String, String> alipay() {
        List<KeyPair> pairs = Rsa.generate(2);
        KeyPair application = pairs.get(0);
        KeyPair alipay = pairs.get(1);
        return Map.of(
                ALIPAY_APP_ID,
                "2021" + Randoms.digits(12),
                "alipay.seller-id",
                "2088" + Randoms.digits(12),
                ALIPAY_APP_PRIVATE,
                Pem.privateKey(application.getPrivate()),
                ALIPAY_APP_PUBLIC,
                Pem.publicKey(application.getPublic()),
                ALIPAY_PRIVATE,
                Pem.privateKey(alipay.getPrivate()),
                ALIPAY_PUBLIC,
                Pem.publicKey(alipay.getPublic()));
    }

    /** A root, an authority below it, and certificates of UnionPay and of the merchant. */
    private static Map<String, String> unionPay() {
        List<KeyPair> pairs = Rsa.generate(4);
        KeyPair root = pairs.get(0);
        KeyPair middle = pairs.get(1);
        KeyPair unionPay = pairs.get(2);
        KeyPair merchant = pairs.get(3);
        Instant from = Instant.parse("2020-01-01T00:00:00Z");
        Instant until = Instant.parse("2049-01-01T00:00:00Z");
        String rootName = "Sandbox CFCA Root";
        String middleName = "Sandbox CFCA OCA1";
        String signer = "041@SANDBOX@中国银联股份有限公司@00000001";
        Map<String, String> values = new TreeMap<>();
        values.put(UNIONPAY_MER_ID, "777290" + Randoms.digits(9));
        values.put(
                "unionpay.root-certificate",
                Certificates.issue(
                        new Subject(rootName, root.getPublic(), from, until, true), rootName, root.getPrivate()));
        values.put(
                "unionpay.middle-certificate",
                Certificates.issue(
                        new Subject(middleName, middle.getPublic(), from, until, true), rootName, root.getPrivate()));
        values.put(
                "unionpay.certificate",
                Certificates.issue(
                        new Subject(signer, unionPay.getPublic(), from, until, false),
                        middleName,
                        middle.getPrivate()));
        values.put(
                "unionpay.outdated-certificate",
                Certificates.issue(
                        new Subject(signer, unionPay.getPublic(), from, from.plus(Duration.ofDays(365)), false),
                        middleName,
                        middle.getPrivate()));
        values.put("unionpay.private-key", Pem.privateKey(unionPay.getPrivate()));
        values.put(
                "unionpay.merchant-certificate",
                Certificates.issue(
                        new Subject("041@SANDBOX@Orderloom@00000002", merchant.getPublic(), from, until, false),
                        middleName,
                        middle.getPrivate()));
        values.put("unionpay.merchant-private-key", Pem.privateKey(merchant.getPrivate()));
        return values;
    }

    /**
     * The keys kept in a directory; made there when absent, readable by their owner only.
     *
     * @throws UncheckedIOException if the file cannot be read or written
     */
    public static SandboxKeys in(Path directory) {
        Path file = directory.resolve(FILE);
        try {
            if (Files.exists(file)) {
                Properties kept = new Properties();
                try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                    kept.load(reader);
                }
                Map<String, String> values = new TreeMap<>();
                kept.stringPropertyNames().forEach(name -> values.put(name, kept.getProperty(name)));
                if (!values.containsKey(ALIPAY_APP_ID)) {
                    // Kept since before the sandbox had an Alipay.
                    values.putAll(alipay());
                    write(file, values, COMMENT);
                }
                if (!values.containsKey(UNIONPAY_MER_ID)) {
                    // Kept since before the sandbox had a UnionPay.
                    values.putAll(unionPay());
                    write(file, values, COMMENT);
                }
                if (!values.containsKey(PUSH_TOKEN)) {
                    // Kept since before the sandbox pushed what users write.
                    values.putAll(pushes());
                    write(file, values, COMMENT);
                }
                return new SandboxKeys(values);
            }
            Files.createDirectories(directory);
            SandboxKeys keys = generate();
            write(file, keys.values, COMMENT);
            return keys;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot keep the sandbox's keys in " + file, e);
        }
    }

    /** Settings for a sandbox with these keys. */
    public SandboxSettings.Builder settings() {
        return new SandboxSettings.Builder(this);
    }

    /**
     * The settings with which a service finds and trusts a sandbox that has these keys.
     *
     * @param sandboxUrl the sandbox's address, without a slash at the end
     * @param serviceUrl where the gateways find the service, without a slash at the end
     */
    public Map<String, String> serviceSettings(String sandboxUrl, String serviceUrl) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("orderloom.wechat-pay.enabled", "true");
        settings.put("orderloom.wechat-pay.mch-id", mchId());
        settings.put("orderloom.wechat-pay.app-id", appId());
        settings.put("orderloom.wechat-pay.merchant-serial-number", merchantSerial());
        settings.put("orderloom.wechat-pay.private-key", merchantPrivateKeyPem());
        settings.put("orderloom.wechat-pay.public-key-id", platformPublicKeyId());
        settings.put("orderloom.wechat-pay.public-key", platformPublicKeyPem());
        settings.put("orderloom.wechat-pay.api-v3-key", apiV3Key());
        settings.put("orderloom.wechat-pay.base-url", sandboxUrl);
        settings.put("orderloom.wechat-pay.notify-url", serviceUrl + "/webhooks/wechat-pay/payments");
        settings.put("orderloom.wechat-pay.refund-notify-url", serviceUrl + "/webhooks/wechat-pay/refunds");
        settings.put("orderloom.alipay.enabled", "true");
        settings.put("orderloom.alipay.app-id", alipayAppId());
        settings.put("orderloom.alipay.seller-id", alipaySellerId());
        settings.put("orderloom.alipay.private-key", alipayApplicationKeyPem());
        settings.put("orderloom.alipay.public-key", alipayPublicKeyPem());
        settings.put("orderloom.alipay.gateway-url", sandboxUrl + Alipay.PATH);
        settings.put("orderloom.alipay.notify-url", serviceUrl + "/webhooks/alipay");
        settings.put("orderloom.unionpay.enabled", "true");
        settings.put("orderloom.unionpay.mer-id", unionPayMerId());
        settings.put("orderloom.unionpay.certificate", unionPayMerchantCertificatePem());
        settings.put("orderloom.unionpay.private-key", unionPayMerchantPrivateKeyPem());
        settings.put("orderloom.unionpay.root-certificate", unionPayRootCertificatePem());
        settings.put("orderloom.unionpay.middle-certificate", unionPayMiddleCertificatePem());
        settings.put("orderloom.unionpay.base-url", sandboxUrl);
        settings.put("orderloom.unionpay.file-url", sandboxUrl + "/unionpay/filedownload");
        settings.put("orderloom.unionpay.notify-url", serviceUrl + "/webhooks/unionpay");
        settings.put("orderloom.mini-program.app-id", appId());
        settings.put("orderloom.mini-program.app-secret", appSecret());
        settings.put("orderloom.mini-program.base-url", sandboxUrl);
        settings.put("orderloom.mini-program.push.token", pushToken());
        settings.put("orderloom.mini-program.push.encoding-aes-key", encodingAesKey());
        settings.put("orderloom.kuaidi100.customer", kuaidi100Customer());
        settings.put("orderloom.kuaidi100.key", kuaidi100Key());
        settings.put("orderloom.kuaidi100.salt", kuaidi100Salt());
        settings.put("orderloom.kuaidi100.base-poll", sandboxUrl);
        settings.put("orderloom.kuaidi100.callback-url", serviceUrl + "/webhooks/kuaidi100");
        settings.put("orderloom.kuaidi100.label.secret", kuaidi100Secret());
        settings.put("orderloom.kuaidi100.label.base", sandboxUrl);
        settings.put("orderloom.kuaidi100.label.sender-name", "Sandbox shop");
        settings.put("orderloom.kuaidi100.label.sender-phone", "0571-88880000");
        settings.put("orderloom.kuaidi100.label.sender-address", "Sandbox street 1, Hangzhou");
        return settings;
    }

    /** The merchant's number. */
    public String mchId() {
        return value("wechat-pay.mch-id");
    }

    /** Application id of the mini-program, bound to the merchant. */
    public String appId() {
        return value("mini-program.app-id");
    }

    public String appSecret() {
        return value("mini-program.app-secret");
    }

    /** Serial of the merchant's API certificate, upper-case hex. */
    public String merchantSerial() {
        return value("wechat-pay.merchant-serial");
    }

    /** PKCS#8 PEM; the service signs with it. */
    public String merchantPrivateKeyPem() {
        return value(MERCHANT_PRIVATE);
    }

    public String merchantPublicKeyPem() {
        return value(MERCHANT_PUBLIC);
    }

    /** 32 characters. */
    public String apiV3Key() {
        return value("wechat-pay.api-v3-key");
    }

    /** {@code PUB_KEY_ID_…}. */
    public String platformPublicKeyId() {
        return value("wechat-pay.platform-public-key-id");
    }

    /** X.509 PEM; the service checks WeChat Pay's signatures with it. */
    public String platformPublicKeyPem() {
        return value(PLATFORM_PUBLIC);
    }

    /** The application that takes payments at Alipay. */
    public String alipayAppId() {
        return value(ALIPAY_APP_ID);
    }

    /** The merchant's account at Alipay. */
    public String alipaySellerId() {
        return value("alipay.seller-id");
    }

    /** PKCS#8 PEM; the service signs with it. */
    public String alipayApplicationKeyPem() {
        return value(ALIPAY_APP_PRIVATE);
    }

    /** X.509 PEM; the service checks Alipay's signatures with it. */
    public String alipayPublicKeyPem() {
        return value(ALIPAY_PUBLIC);
    }

    /** The merchant's number at UnionPay, 15 digits. */
    public String unionPayMerId() {
        return value(UNIONPAY_MER_ID);
    }

    /** The merchant's signing certificate; its serial is the {@code certId}. */
    public String unionPayMerchantCertificatePem() {
        return value("unionpay.merchant-certificate");
    }

    /** PKCS#8 PEM; the service signs with it. */
    public String unionPayMerchantPrivateKeyPem() {
        return value("unionpay.merchant-private-key");
    }

    /** To this the certificates lead that UnionPay's messages bring. */
    public String unionPayRootCertificatePem() {
        return value("unionpay.root-certificate");
    }

    public String unionPayMiddleCertificatePem() {
        return value("unionpay.middle-certificate");
    }

    /** By what the mini-program platform signs its pushes. */
    public String pushToken() {
        return value(PUSH_TOKEN);
    }

    /** By what it encrypts them: 43 characters. */
    public String encodingAesKey() {
        return value("mini-program.encoding-aes-key");
    }

    public String kuaidi100Customer() {
        return value("kuaidi100.customer");
    }

    public String kuaidi100Key() {
        return value("kuaidi100.key");
    }

    public String kuaidi100Secret() {
        return value("kuaidi100.secret");
    }

    public String kuaidi100Salt() {
        return value("kuaidi100.salt");
    }

    WechatPaySettings wechatPay(List<Duration> pauses, Duration refundDelay, boolean withCertificate) {
        String certificate = value(CERTIFICATE);
        return new WechatPaySettings(
                mchId(),
                appId(),
                merchantSerial(),
                Pem.parsePublicKey(merchantPublicKeyPem()),
                apiV3Key(),
                platformPublicKeyId(),
                Pem.parsePrivateKey(value(PLATFORM_PRIVATE)),
                withCertificate
                        ? new WechatPaySettings.PlatformCertificate(
                                SelfSigned.serial(certificate),
                                certificate,
                                Pem.parsePrivateKey(value(PLATFORM_PRIVATE)))
                        : null,
                pauses,
                refundDelay);
    }

    AlipaySettings alipay(List<Duration> pauses) {
        return new AlipaySettings(
                alipayAppId(),
                alipaySellerId(),
                Pem.parsePublicKey(value(ALIPAY_APP_PUBLIC)),
                Pem.parsePrivateKey(value(ALIPAY_PRIVATE)),
                pauses);
    }

    UnionPaySettings unionPay(List<Duration> pauses) {
        return new UnionPaySettings(
                unionPayMerId(),
                unionPayMerchantCertificatePem(),
                Pem.parsePrivateKey(value("unionpay.private-key")),
                value("unionpay.certificate"),
                value("unionpay.outdated-certificate"),
                pauses);
    }

    MiniProgramSettings miniProgram(int mostParcels, @Nullable String pushUrl) {
        return new MiniProgramSettings(appId(), appSecret(), mostParcels, pushToken(), encodingAesKey(), pushUrl);
    }

    Kuaidi100Settings kuaidi100() {
        return new Kuaidi100Settings(
                kuaidi100Customer(), kuaidi100Key(), kuaidi100Secret(), Kuaidi100Settings.DOCUMENTED_PAUSES);
    }

    static void write(Path file, Map<String, String> values, String comment) throws IOException {
        Properties properties = new Properties();
        properties.putAll(values);
        if (Files.getFileStore(file.toAbsolutePath().getParent()).supportsFileAttributeView("posix")) {
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        try (Writer writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            properties.store(writer, comment);
        }
    }

    private String value(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalStateException(
                    "The sandbox's keys lack " + name + "; remove " + FILE + " to make new ones");
        }
        return value;
    }
}
