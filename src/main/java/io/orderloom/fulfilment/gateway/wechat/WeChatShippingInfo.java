package io.orderloom.fulfilment.gateway.wechat;

import cn.binarywang.wx.miniapp.api.WxMaService;
import cn.binarywang.wx.miniapp.bean.shop.request.shipping.ContactBean;
import cn.binarywang.wx.miniapp.bean.shop.request.shipping.OrderKeyBean;
import cn.binarywang.wx.miniapp.bean.shop.request.shipping.PayerBean;
import cn.binarywang.wx.miniapp.bean.shop.request.shipping.ShippingListBean;
import cn.binarywang.wx.miniapp.bean.shop.request.shipping.WxMaOrderShippingInfoGetRequest;
import cn.binarywang.wx.miniapp.bean.shop.request.shipping.WxMaOrderShippingInfoNotifyConfirmRequest;
import cn.binarywang.wx.miniapp.bean.shop.request.shipping.WxMaOrderShippingInfoUploadRequest;
import cn.binarywang.wx.miniapp.bean.shop.response.WxMaOrderShippingInfoBaseResponse.Order;
import cn.binarywang.wx.miniapp.bean.shop.response.WxMaOrderShippingInfoBaseResponse.Shipping;
import cn.binarywang.wx.miniapp.bean.shop.response.WxMaOrderShippingInfoBaseResponse.ShippingItem;
import io.orderloom.fulfilment.ShippingInfo;
import io.orderloom.shared.Outcome;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import me.chanjar.weixin.common.error.WxErrorException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells WeChat of parcels (its documents "upload_shipping_info" and "get_order") through WxJava. It asks
 * before it tells: telling what WeChat has already uses up the one correction that a payment is allowed.
 */
final class WeChatShippingInfo implements ShippingInfo {

    private static final Logger LOG = LoggerFactory.getLogger(WeChatShippingInfo.class);

    private static final int BY_MERCHANT_NUMBER = 1;
    private static final int EXPRESS = 1;
    private static final int FETCHED = 4;
    private static final int UNIFIED = 1;
    private static final int SPLIT = 2;

    /** The shopper confirmed receipt; what comes after it is done or refunded. Nothing is left to tell. */
    private static final int RECEIVED = 3;

    /** The payment reaches WeChat's order book some seconds to a minute after it was made. */
    private static final int ORDER_NOT_THERE = 10060001;

    /** Shipped before, or the one correction used up: WeChat has it. */
    private static final Set<Integer> HAS_IT = Set.of(10060002, 10060003);

    /** Busy, token trouble that WxJava could not repair, too many calls: may be right the next time. */
    private static final Set<Integer> PASSING = Set.of(-1, 40001, 40014, 42001, 45009, 45011);

    private static final int LONGEST_GOODS = 120;
    private static final int CLEAR_DIGITS = 4;
    private static final int CLEAR_HEAD = 3;
    private static final int PHONE_LENGTH = 11;

    private static final DateTimeFormatter UPLOAD_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX").withZone(ZoneOffset.ofHours(8));

    private final WxMaService weChat;
    private final String mchId;
    private final int mostParcels;
    private final Map<String, String> carriers;

    /** @param carriers our code of a carrier to WeChat's */
    WeChatShippingInfo(WxMaService weChat, String mchId, int mostParcels, Map<String, String> carriers) {
        this.weChat = weChat;
        this.mchId = mchId;
        this.mostParcels = mostParcels;
        this.carriers = Map.copyOf(carriers);
    }

    @Override
    public Outcome<Boolean> upload(Upload upload) {
        if (upload.parcels().isEmpty() || upload.parcels().size() > mostParcels) {
            return new Outcome.Declined<>(
                    "PARCELS", "WeChat takes 1 to " + mostParcels + " parcels of a payment at a time");
        }
        for (Parcel parcel : upload.parcels()) {
            if (parcel.carrier() != null && !carriers.containsKey(parcel.carrier())) {
                LOG.warn("WeChat's code of carrier {} is not known", parcel.carrier());
                return new Outcome.Declined<>("CARRIER", "WeChat does not know the carrier " + parcel.carrier());
            }
        }
        try {
            Known known = known(upload.paymentNo());
            if (known.tells(upload)) {
                return new Outcome.Succeeded<>(Boolean.TRUE);
            }
            if (upload.split() && upload.allDelivered() && !known.parcels.containsAll(upload.earlierTrackingNos())) {
                return new Outcome.Pending<>("An earlier parcel of the order has to be told first");
            }
            weChat.getWxMaOrderShippingService().upload(request(upload, upload.split() || known.begunInParts()));
            return new Outcome.Succeeded<>(Boolean.TRUE);
        } catch (WxErrorException e) {
            return answered(upload.paymentNo(), e.getError().getErrorCode());
        } catch (RuntimeException e) {
            return failed(upload.paymentNo(), e);
        }
    }

    @Override
    public Outcome<Boolean> remindOfReceipt(String paymentNo, Instant received) {
        try {
            if (known(paymentNo).over) {
                return new Outcome.Succeeded<>(Boolean.TRUE);
            }
            WxMaOrderShippingInfoNotifyConfirmRequest request = new WxMaOrderShippingInfoNotifyConfirmRequest();
            request.setMerchantId(mchId);
            request.setMerchantTradeNo(paymentNo);
            request.setReceivedTime(received.getEpochSecond());
            weChat.getWxMaOrderShippingService().notifyConfirmReceive(request);
            return new Outcome.Succeeded<>(Boolean.TRUE);
        } catch (WxErrorException e) {
            int error = e.getError().getErrorCode();
            LOG.info("WeChat did not remind of the receipt of payment {}: {}", paymentNo, error);
            return PASSING.contains(error) || error == 0
                    ? new Outcome.Unknown<>("WeChat " + error)
                    : new Outcome.Declined<>(String.valueOf(error), "WeChat refused");
        } catch (RuntimeException e) {
            return failed(paymentNo, e);
        }
    }

    /**
     * What WeChat knows of a payment's parcels.
     *
     * @param over whether the shopper has confirmed the receipt, or more; nothing is left to tell
     * @param finished whether it was told that these are all
     */
    private record Known(boolean over, boolean finished, Set<String> parcels) {

        /** Told as the first of several: the last word has to come the same way, or it counts as a correction. */
        boolean begunInParts() {
            return !finished && !parcels.isEmpty();
        }

        boolean tells(Upload upload) {
            boolean lastWord = !upload.split() || upload.allDelivered();
            boolean parcelsTold = upload.parcels().stream()
                    .allMatch(parcel -> parcel.trackingNo() == null ? finished : parcels.contains(parcel.trackingNo()));
            return over || (parcelsTold && (finished || !lastWord));
        }
    }

    private Known known(String paymentNo) throws WxErrorException {
        WxMaOrderShippingInfoGetRequest question = new WxMaOrderShippingInfoGetRequest();
        question.setMerchantId(mchId);
        question.setMerchantTradeNo(paymentNo);
        @Nullable
        Order order = weChat.getWxMaOrderShippingService().get(question).getOrder();
        boolean over = order != null && order.getOrderState() != null && order.getOrderState() >= RECEIVED;
        @Nullable Shipping shipping = order == null ? null : order.getShipping();
        if (shipping == null || shipping.getShippingList() == null) {
            return new Known(over, false, Set.of());
        }
        return new Known(
                over,
                Boolean.TRUE.equals(shipping.getFinishShipping()),
                shipping.getShippingList().stream()
                        .map(ShippingItem::getTrackingNo)
                        .filter(Objects::nonNull)
                        .collect(Collectors.toSet()));
    }

    private static Outcome<Boolean> answered(String paymentNo, int error) {
        if (HAS_IT.contains(error)) {
            LOG.info("WeChat already has the shipping information of payment {}: {}", paymentNo, error);
            return new Outcome.Succeeded<>(Boolean.TRUE);
        }
        if (error == ORDER_NOT_THERE) {
            return new Outcome.Pending<>("WeChat does not know the order yet");
        }
        LOG.warn("WeChat did not take the shipping information of payment {}: {}", paymentNo, error);
        return PASSING.contains(error) || error == 0
                ? new Outcome.Unknown<>("WeChat " + error)
                : new Outcome.Declined<>(String.valueOf(error), "WeChat refused");
    }

    /** The messages of WxJava hold addresses with tokens, and whole answers; only the kind of failure is told. */
    private static Outcome<Boolean> failed(String paymentNo, RuntimeException failure) {
        String name = failure.getClass().getSimpleName();
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException || cause instanceof UnknownHostException) {
                LOG.warn("WeChat could not be reached about the shipping of payment {}", paymentNo);
                return new Outcome.NotExecuted<>("No connection to WeChat");
            }
            if (cause instanceof IOException) {
                name = cause.getClass().getSimpleName();
            }
        }
        LOG.warn("WeChat did not say what became of the shipping of payment {}: {}", paymentNo, name);
        return new Outcome.Unknown<>(name);
    }

    private WxMaOrderShippingInfoUploadRequest request(Upload upload, boolean split) {
        OrderKeyBean key = new OrderKeyBean();
        key.setOrderNumberType(BY_MERCHANT_NUMBER);
        key.setMchId(mchId);
        key.setOutTradeNo(upload.paymentNo());
        PayerBean payer = new PayerBean();
        payer.setOpenid(upload.payerOpenid());
        WxMaOrderShippingInfoUploadRequest request = new WxMaOrderShippingInfoUploadRequest();
        request.setOrderKey(key);
        request.setLogisticsType(upload.pickedUp() ? FETCHED : EXPRESS);
        request.setDeliveryMode(split ? SPLIT : UNIFIED);
        if (split) {
            request.setIsAllDelivered(upload.allDelivered());
        }
        request.setShippingList(shippingList(upload.parcels()));
        request.setUploadTime(UPLOAD_TIME.format(upload.at()));
        request.setPayer(payer);
        return request;
    }

    private List<ShippingListBean> shippingList(List<Parcel> parcels) {
        return parcels.stream().map(this::shipping).toList();
    }

    private ShippingListBean shipping(Parcel parcel) {
        ShippingListBean shipping = new ShippingListBean();
        shipping.setItemDesc(shortened(parcel.goods()));
        if (parcel.carrier() != null) {
            shipping.setExpressCompany(carriers.get(parcel.carrier()));
            shipping.setTrackingNo(parcel.trackingNo());
            String contact = masked(parcel.receiverPhone());
            if (contact != null) {
                ContactBean masked = new ContactBean();
                masked.setReceiverContact(contact);
                shipping.setContact(masked);
            }
        }
        return shipping;
    }

    private static String shortened(String goods) {
        int length = goods.codePointCount(0, goods.length());
        return length <= LONGEST_GOODS ? goods : goods.substring(0, goods.offsetByCodePoints(0, LONGEST_GOODS));
    }

    /** As WeChat asks: the last four digits can be read, so that SF's own check passes. */
    private static @Nullable String masked(@Nullable String phone) {
        if (phone == null || !phone.matches("[+0-9-]{4,20}")) {
            return null;
        }
        String head = phone.length() >= PHONE_LENGTH ? phone.substring(0, CLEAR_HEAD) : "";
        return head + "****" + phone.substring(phone.length() - CLEAR_DIGITS);
    }
}
