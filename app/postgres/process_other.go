//go:build unix && !linux

package postgres

import (
	"os/exec"
	"strconv"
	"syscall"
)

// endWithParent has no counterpart here: the next start stops a server that was left behind.
func endWithParent(*syscall.SysProcAttr) {}

// commandLine tells how a process was started; empty for one that has ended.
func commandLine(pid int) string {
	line, err := exec.Command("ps", "-o", "command=", "-p", strconv.Itoa(pid)).Output()
	if err != nil {
		return ""
	}
	return string(line)
}
