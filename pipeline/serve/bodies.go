package serve

import "sync"

// bodies has the memory of frames that were sent, for later frames. A large answer has hundreds of frames, and
// new memory for each, cleared and collected, takes a tenth of the front's time.
var bodies sync.Pool // of *[]byte

// leastReused is the least size of memory that is used again: more than any kept answer has, because several
// clients read that.
const leastReused = 8 * mostAnswer

// bodyOf returns memory for a frame of size bytes. It holds zeros, or bytes of an earlier frame.
func bodyOf(size int) []byte {
	if size < leastReused {
		return make([]byte, size)
	}
	if held, isHeld := bodies.Get().(*[]byte); isHeld && cap(*held) >= size {
		return (*held)[:size]
	}
	return make([]byte, size, size+size/4)
}

// Reuse takes back bytes of Answer.Take that nobody reads any more.
func Reuse(body []byte) {
	if cap(body) >= leastReused {
		bodies.Put(&body)
	}
}
