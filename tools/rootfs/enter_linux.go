package main

import (
	"os"
	"os/exec"
	"syscall"
)

// enter runs the program with the image's files as its whole file system, as the image's user.
func enter(made image, root string, args []string) error {
	command := exec.Command(made.entrypoint, args...)
	command.Path, command.Err = made.entrypoint, nil // in the image, where this process does not look
	command.Dir, command.Env = made.folder, []string{}
	command.Stdout, command.Stderr = os.Stdout, os.Stderr
	command.SysProcAttr = &syscall.SysProcAttr{Chroot: root}
	if os.Getuid() == 0 {
		command.SysProcAttr.Credential = &syscall.Credential{Uid: made.user, Gid: made.user}
	} else {
		command.SysProcAttr.Cloneflags = syscall.CLONE_NEWUSER
		command.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{ContainerID: int(made.user), HostID: os.Getuid(), Size: 1}}
		command.SysProcAttr.GidMappings = []syscall.SysProcIDMap{{ContainerID: int(made.user), HostID: os.Getgid(), Size: 1}}
	}
	return command.Run()
}
