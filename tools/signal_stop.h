#ifndef PGARK_TOOLS_SIGNAL_STOP_H_
#define PGARK_TOOLS_SIGNAL_STOP_H_

#include <atomic>
#include <stop_token>
#include <thread>

namespace pgark {

// Turns SIGINT and SIGTERM into a stop request, so that a command can clean up
// and end by itself. Ignores SIGPIPE: a closed pipe is an error of write().
//
// The signals are blocked in the thread that makes the object; make it before
// any other thread starts.
//
// thread-safe
class SignalStop {
 public:
  SignalStop();
  ~SignalStop();
  SignalStop(const SignalStop&) = delete;
  SignalStop& operator=(const SignalStop&) = delete;

  std::stop_token token() const { return source_.get_token(); }
  // The signal that came, 0 for none.
  int received() const { return received_; }

 private:
  void Wait();

  std::stop_source source_;
  std::atomic<int> received_ = 0;
  int signal_fd_ = -1;
  int wake_fd_ = -1;
  std::thread thread_;
};

}  // namespace pgark

#endif  // PGARK_TOOLS_SIGNAL_STOP_H_
