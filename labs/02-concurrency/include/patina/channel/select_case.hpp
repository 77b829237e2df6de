// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The cases of a select: what to do with which channel, and with what comes of it. Given.
//
// Interface:
//   on_recv(receiver, handler)            handler(Result<T, Disconnected>)
//   on_send(sender, message, handler)     handler(Result<void, SendError<T>>)
//   case.message()                        what a send case holds, as long as it was not sent
// and for select, of whatever type the messages are:
//   try_now()                 returns true iff it is done: a message, room, or no other side
//   has_buffer()              false: parties meet, under the channel's lock
//   watch(decision, index)    from here on it tells the decision, or is met and decides it
//   unwatch()                 REQUIRES: watch() came before
//   ready_at()                when it becomes ready by itself
//   finish()                  calls the handler. REQUIRES: it was done by try_now(), or decided
//
// A case is for one select at a time; one that receives may be used again. A channel with no other
// side is ready: its handler is told so.
// Thread rule: one thread at a time. The ends must outlive the case.
#pragma once

#include <patina/base/assert.hpp>
#include <patina/channel.hpp>
#include <patina/channel/offer.hpp>
#include <patina/result.hpp>
#include <patina/rt/clock.hpp>

#include <cstddef>
#include <optional>
#include <type_traits>
#include <utility>

namespace patina {

class SelectCase {
 public:
  SelectCase() = default;
  SelectCase(const SelectCase&) = delete;
  SelectCase& operator=(const SelectCase&) = delete;
  virtual ~SelectCase() = default;

  virtual bool try_now() = 0;
  virtual bool has_buffer() const = 0;
  virtual void watch(Decision& decision, std::size_t index) = 0;
  virtual void unwatch() noexcept = 0;
  virtual std::optional<rt::clock::time_point> ready_at() const = 0;
  virtual void finish() = 0;
};

// What both kinds have in common: an offer that stands in a flavour.
template <class T, End end>
class OfferCase : public SelectCase {
 public:
  bool has_buffer() const override { return flavour_.capacity() != std::size_t{0}; }
  void watch(Decision& decision, std::size_t index) override {
    offer_.emplace(decision, index);
    prepare(*offer_);
    flavour_.watch(end, *offer_);
  }
  void unwatch() noexcept override {
    flavour_.unwatch(end, *offer_);
    if (offer_->is_met) is_met_ = true;
    offer_.reset();
  }
  std::optional<rt::clock::time_point> ready_at() const override { return flavour_.ready_at(); }

 protected:
  explicit OfferCase(ChannelFlavour<T>& flavour) : flavour_(flavour) {}

  virtual void prepare(Offer<T>& offer) = 0;
  ChannelFlavour<T>& flavour() { return flavour_; }

  bool is_met_ = false;  // the message went over

 private:
  ChannelFlavour<T>& flavour_;
  std::optional<Offer<T>> offer_;
};

template <class T, class Handler>
class RecvCase final : public OfferCase<T, End::receiver> {
 public:
  RecvCase(const Receiver<T>& receiver, Handler handler)
      : OfferCase<T, End::receiver>(ChannelAccess<T>::flavour(receiver)),
        handler_(std::move(handler)) {}

  bool try_now() override {
    auto received = this->flavour().receive(Patience::none());
    if (received) message_.emplace(std::move(*received));
    return received || received.error() == Absent::disconnected;
  }
  void finish() override {
    if (!message_) return handler_(Result<T, Disconnected>(unexpected(Disconnected{})));
    Result<T, Disconnected> received(std::move(*message_));
    message_.reset();
    handler_(std::move(received));
  }

 private:
  void prepare(Offer<T>& offer) override { offer.incoming = &message_; }

  Handler handler_;
  std::optional<T> message_;
};

template <class T, class Handler>
class SendCase final : public OfferCase<T, End::sender> {
 public:
  SendCase(const Sender<T>& sender, T message, Handler handler)
      : OfferCase<T, End::sender>(ChannelAccess<T>::flavour(sender)),
        message_(std::move(message)),
        handler_(std::move(handler)) {}

  T& message() { return message_; }

  bool try_now() override {
    const Sent sent = this->flavour().send(message_, Patience::none());
    this->is_met_ = sent == Sent::yes;
    return sent != Sent::full;
  }
  void finish() override {
    using Answer = Result<void, SendError<T>>;
    if (this->is_met_) return handler_(Answer());
    handler_(Answer(unexpected(SendError<T>{std::move(message_)})));
  }

 private:
  void prepare(Offer<T>& offer) override { offer.outgoing = &message_; }

  T message_;
  Handler handler_;
};

template <class T, class Handler>
RecvCase<T, Handler> on_recv(const Receiver<T>& receiver, Handler handler) {
  return RecvCase<T, Handler>(receiver, std::move(handler));
}
template <class T, class Handler>
SendCase<T, Handler> on_send(const Sender<T>& sender, std::type_identity_t<T> message,
                             Handler handler) {
  return SendCase<T, Handler>(sender, std::move(message), std::move(handler));
}

}  // namespace patina
