package io.orderloom.sandbox.miniprogram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orderloom.sandbox.books.Books;
import io.orderloom.sandbox.books.Journal;
import io.orderloom.sandbox.books.Payment;
import io.orderloom.sandbox.books.Refund;
import io.orderloom.sandbox.faults.GatewayCall.Fate;
import io.orderloom.sandbox.miniprogram.Shipping.LogisticsType;
import io.orderloom.sandbox.wire.HttpAnswer;
import io.orderloom.sandbox.wire.HttpCall;
import io.orderloom.sandbox.wire.Json;
import io.orderloom.sandbox.wire.Refused;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * WeChat's shipping information, which releases the money of an order: an order is shipped in one or in
 * several parcels, and after the last word on it there is one correction.
 */
final class ShippingInfo {

    private static final String KIND = "shipping";
    private static final String WECHAT_PAY = "WECHAT_PAY";
    private static final int UNKNOWN_ORDER = 10060001;
    private static final int ALREADY_SHIPPED = 10060002;
    private static final int CORRECTION_USED = 10060003;
    private static final int NOT_SHIPPABLE = 10060004;
    private static final int INVALID_ARGUMENT = 40097;

    private static final Map<String, String> COMPANIES = companies();

    private final MiniProgramSettings settings;
    private final String mchId;
    private final Books books;
    private final Journal journal;
    private final Supplier<Instant> clock;
    private final Map<String, Shipping> shippings = new LinkedHashMap<>();
    private final List<ObjectNode> refused = new ArrayList<>();

    ShippingInfo(MiniProgramSettings settings, String mchId, Books books, Journal journal, Supplier<Instant> clock) {
        this.settings = settings;
        this.mchId = mchId;
        this.books = books;
        this.journal = journal;
        this.clock = clock;
        journal.replay(KIND, Shipping.class, shipping -> shippings.put(shipping.paymentNo(), shipping));
    }

    /** {@code POST /wxa/sec/order/upload_shipping_info}. */
    synchronized HttpAnswer upload(HttpCall call, Fate fate) {
        ObjectNode body = body(call);
        try {
            if (fate != Fate.NORMAL) {
                throw WeChatError.refusal(UNKNOWN_ORDER, "支付单不存在");
            }
            Payment payment = byOrderKey(body.path("order_key"));
            Shipping before = shipping(payment.paymentNo());
            keep(before.with(accepted(body, payment, before)));
            return WeChatError.ok();
        } catch (Refused e) {
            refused.add(Json.object()
                    .put("at", clock.get().toString())
                    .put(
                            "paymentNo",
                            body.path("order_key").path("out_trade_no").asText())
                    .put("reason", e.getMessage()));
            throw e;
        }
    }

    /** {@code POST /wxa/sec/order/get_order}. */
    synchronized HttpAnswer order(HttpCall call) {
        Payment payment = byNumbers(body(call));
        Shipping shipping = shipping(payment.paymentNo());
        ObjectNode order = Json.object()
                .put("transaction_id", payment.terms().transactionId())
                .put("merchant_id", mchId)
                .put("sub_merchant_id", "")
                .put("merchant_trade_no", payment.paymentNo())
                .put("description", payment.terms().description())
                .put("paid_amount", payment.amountFen())
                .put("openid", payment.payer())
                .put("trade_create_time", payment.terms().openedAt().getEpochSecond())
                .put("pay_time", paidAt(payment).getEpochSecond())
                .put("order_state", orderState(payment, shipping))
                .put("in_complaint", false);
        if (shipping.begun()) {
            Shipping.Upload last = shipping.uploads().get(shipping.uploads().size() - 1);
            ObjectNode told = Json.object()
                    .put("delivery_mode", last.split() ? 2 : 1)
                    .put("logistics_type", last.logisticsType().number())
                    .put("finish_shipping", shipping.finished())
                    .put("finish_shipping_count", shipping.corrected() ? 2 : shipping.finished() ? 1 : 0)
                    .put("goods_desc", shipping.parcels().get(0).itemDesc());
            ArrayNode list = told.putArray("shipping_list");
            shipping.parcels().forEach(parcel -> list.addObject()
                    .put("tracking_no", parcel.trackingNo())
                    .put("express_company", parcel.expressCompany())
                    .put("goods_desc", parcel.itemDesc())
                    .put("upload_time", last.uploadTime().getEpochSecond()));
            order.set("shipping", told);
        }
        ObjectNode answer = Json.object().put("errcode", 0).put("errmsg", "ok");
        answer.set("order", order);
        return HttpAnswer.json(200, answer);
    }

    /** {@code POST /wxa/sec/order/notify_confirm_receive}: once per order, after express shipping. */
    synchronized HttpAnswer confirmReceipt(HttpCall call) {
        ObjectNode body = body(call);
        Payment payment = byNumbers(body);
        Shipping shipping = shipping(payment.paymentNo());
        boolean express = shipping.finished()
                && shipping.uploads().get(shipping.uploads().size() - 1).logisticsType() == LogisticsType.EXPRESS;
        if (!express || shipping.remindedAt() != null) {
            throw WeChatError.refusal(NOT_SHIPPABLE, "支付单不处于可提醒收货的状态");
        }
        Instant received = Instant.ofEpochSecond(body.path("received_time").asLong());
        if (received.isBefore(shipping.uploads().get(0).uploadTime())) {
            throw argument("received_time须晚于发货时间");
        }
        keep(shipping.remindedAt(received));
        return WeChatError.ok();
    }

    /** {@code POST /cgi-bin/express/delivery/open_msg/get_delivery_list}. */
    HttpAnswer deliveryCompanies() {
        ObjectNode answer = Json.object().put("errcode", 0).put("count", COMPANIES.size());
        ArrayNode list = answer.putArray("delivery_list");
        COMPANIES.forEach(
                (code, name) -> list.addObject().put("delivery_id", code).put("delivery_name", name));
        return HttpAnswer.json(200, answer);
    }

    /** For testers: accepted uploads in order, where each payment stands, what was refused. */
    synchronized void tell(ObjectNode answer) {
        List<Shipping.Upload> uploads = shippings.values().stream()
                .flatMap(shipping -> shipping.uploads().stream())
                .toList();
        ArrayNode told = answer.putArray("shippingInfo");
        uploads.forEach(upload -> told.add(Json.tree(upload)));
        ArrayNode orders = answer.putArray("orders");
        shippings
                .values()
                .forEach(shipping -> orders.add(Json.object()
                        .put("paymentNo", shipping.paymentNo())
                        .put("finished", shipping.finished())
                        .put("reshipmentUsed", shipping.corrected())
                        .put("parcels", shipping.parcels().size())
                        .put(
                                "receiptRemindedAt",
                                shipping.remindedAt() == null
                                        ? null
                                        : shipping.remindedAt().toString())));
        ArrayNode refusals = answer.putArray("refused");
        refused.forEach(refusals::add);
    }

    private Shipping.Upload accepted(ObjectNode body, Payment payment, Shipping before) {
        if (refundedWholly(payment)) {
            throw WeChatError.refusal(NOT_SHIPPABLE, "支付单处于不可发货的状态");
        }
        if (before.remindedAt() != null) {
            throw WeChatError.refusal(ALREADY_SHIPPED, "支付单已完成发货，无法继续发货");
        }
        String openid = body.path("payer").path("openid").asText("");
        if (!openid.equals(payment.payer())) {
            throw WeChatError.refusal(UNKNOWN_ORDER, "支付单不存在（openid不是支付者）");
        }
        LogisticsType logistics = logistics(body);
        int mode = body.path("delivery_mode").asInt();
        if (mode != 1 && mode != 2) {
            throw argument("delivery_mode须为1或2");
        }
        boolean split = mode == 2;
        if (split && logistics != LogisticsType.EXPRESS) {
            throw argument("分拆发货仅支持物流快递");
        }
        if (split && !body.path("is_all_delivered").isBoolean()) {
            throw argument("分拆发货须填写is_all_delivered");
        }
        boolean correction = before.finished() || (before.begun() && before.splitBefore() != split);
        if (correction && before.corrected()) {
            throw WeChatError.refusal(CORRECTION_USED, "支付单已使用重新发货机会");
        }
        List<Shipping.Parcel> parcels = parcels(body.path("shipping_list"), logistics);
        int all = before.parcelsWith(parcels, split, correction).size();
        if (parcels.isEmpty() || (!split && parcels.size() != 1) || all > settings.mostParcels()) {
            throw argument("统一发货须为1个物流单，分拆发货最多" + settings.mostParcels() + "个");
        }
        return new Shipping.Upload(
                payment.paymentNo(),
                payment.terms().transactionId(),
                logistics,
                split,
                !split || body.path("is_all_delivered").asBoolean(),
                parcels,
                openid,
                uploadTime(body, before),
                clock.get(),
                correction);
    }

    private static LogisticsType logistics(ObjectNode body) {
        return LogisticsType.of(body.path("logistics_type").asInt()).orElseThrow(() -> argument("logistics_type须为1至4"));
    }

    private static Instant uploadTime(ObjectNode body, Shipping before) {
        try {
            Instant time =
                    OffsetDateTime.parse(body.path("upload_time").asText("")).toInstant();
            if (before.begun()
                    && !time.isAfter(
                            before.uploads().get(before.uploads().size() - 1).uploadTime())) {
                throw argument("upload_time须晚于上一次");
            }
            return time;
        } catch (DateTimeException e) {
            throw argument("upload_time须为RFC 3339格式");
        }
    }

    private static List<Shipping.Parcel> parcels(JsonNode list, LogisticsType logistics) {
        List<Shipping.Parcel> parcels = new ArrayList<>();
        for (JsonNode item : list) {
            String description = item.path("item_desc").asText("");
            if (description.isBlank() || description.codePointCount(0, description.length()) > 120) {
                throw argument("item_desc须为1至120个字符");
            }
            String trackingNo = item.path("tracking_no").asText("");
            String company = item.path("express_company").asText("");
            String contact = item.path("contact").path("receiver_contact").asText("");
            String sender = item.path("contact").path("consignor_contact").asText("");
            if (logistics == LogisticsType.EXPRESS) {
                if (trackingNo.isBlank() || trackingNo.length() > 128 || !COMPANIES.containsKey(company)) {
                    throw argument("物流快递须填写tracking_no和有效的express_company");
                }
                if (company.equals("SF") && !masked(contact) && !masked(sender)) {
                    throw argument("顺丰须填写掩码后的联系方式，末4位不能打掩码");
                }
            }
            parcels.add(new Shipping.Parcel(trackingNo, company, description, contact.isEmpty() ? null : contact));
        }
        return parcels;
    }

    private static boolean masked(String contact) {
        return contact.matches("[0-9+()-]*\\*+[0-9-]*\\d{4}");
    }

    private Payment byOrderKey(JsonNode key) {
        return switch (key.path("order_number_type").asInt()) {
            case 1 ->
                paid(Optional.of(key.path("out_trade_no").asText(""))
                        .filter(number -> key.path("mchid").asText("").equals(mchId))
                        .flatMap(number -> books.payment(WECHAT_PAY, number)));
            case 2 ->
                paid(books.paymentByTransaction(
                        WECHAT_PAY, key.path("transaction_id").asText("")));
            default -> throw argument("order_number_type须为1或2");
        };
    }

    private Payment byNumbers(ObjectNode body) {
        String transaction = body.path("transaction_id").asText("");
        return paid(
                transaction.isEmpty()
                        ? Optional.of(body.path("merchant_trade_no").asText(""))
                                .filter(number ->
                                        body.path("merchant_id").asText("").equals(mchId))
                                .flatMap(number -> books.payment(WECHAT_PAY, number))
                        : books.paymentByTransaction(WECHAT_PAY, transaction));
    }

    private static Payment paid(Optional<Payment> payment) {
        return payment.filter(found -> found.state().paid())
                .orElseThrow(() -> WeChatError.refusal(UNKNOWN_ORDER, "支付单不存在"));
    }

    private static Instant paidAt(Payment payment) {
        return payment.paidAt() == null ? payment.terms().openedAt() : payment.paidAt();
    }

    private int orderState(Payment payment, Shipping shipping) {
        if (refundedWholly(payment)) {
            return 5;
        }
        if (shipping.remindedAt() != null) {
            return 3;
        }
        return shipping.finished() ? 2 : 1;
    }

    private boolean refundedWholly(Payment payment) {
        long refunded = books.refundsOf(payment.paymentNo()).stream()
                .filter(refund -> refund.state() != Refund.State.CLOSED)
                .mapToLong(Refund::amountFen)
                .sum();
        return refunded >= payment.amountFen();
    }

    private Shipping shipping(String paymentNo) {
        return shippings.getOrDefault(paymentNo, Shipping.none(paymentNo));
    }

    private void keep(Shipping shipping) {
        journal.append(KIND, shipping);
        shippings.put(shipping.paymentNo(), shipping);
    }

    private static ObjectNode body(HttpCall call) {
        return call.json().orElseThrow(() -> WeChatError.refusal(47001, "data format error"));
    }

    private static Refused argument(String message) {
        return WeChatError.refusal(INVALID_ARGUMENT, "invalid args: " + message);
    }

    private static Map<String, String> companies() {
        Map<String, String> companies = new LinkedHashMap<>();
        companies.put("SF", "顺丰速运");
        companies.put("ZTO", "中通快递");
        companies.put("YTO", "圆通速递");
        companies.put("YD", "韵达快递");
        companies.put("STO", "申通快递");
        companies.put("JD", "京东物流");
        companies.put("EMS", "EMS");
        companies.put("YZPY", "邮政快递包裹");
        companies.put("JTSD", "极兔速递");
        companies.put("DBL", "德邦快递");
        companies.put("HTKY", "百世快递");
        companies.put("DNWL", "丹鸟");
        return companies;
    }
}
