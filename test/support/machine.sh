#!/usr/bin/env bash
# Becomes a machine of its own: namespaces in which the real systemd is process 1, this checkout is /opt/mitos, and what is
# written to /etc, /usr/local, /root, /var and /run is gone at the end. Started by machine.ts through unshare.
set -euo pipefail
checkout=$1
# Where its /var/lib lies: on a disk, since a data folder in memory is a fault.
disk=$2
mount --make-rprivate /
mount -t tmpfs tmpfs /run
for folder in /etc /usr/local; do
  mkdir -p "/run/changed$folder" "/run/work$folder"
  mount -t overlay overlay -o "lowerdir=$folder,upperdir=/run/changed$folder,workdir=/run/work$folder" "$folder"
done
chmod 755 "$disk"
mount --bind "$disk" /var/lib
for folder in /root /var/log /opt; do mount -t tmpfs -o mode=755 tmpfs "$folder"; done
mkdir -p /opt/mitos /run/systemd/system
mount --bind "$checkout" /opt/mitos
umount -R /sys/fs/cgroup
mount -t cgroup2 cgroup2 /sys/fs/cgroup
ip link set lo up
# No stage of a machine's start is wanted but the journal and the units that a test starts.
rm -f /etc/systemd/system/*.wants/* /etc/machine-id
head -c 16 /dev/urandom | od -An -tx1 | tr -d ' \n' >/etc/machine-id
mkdir /run/systemd/system/service.d
printf '[Unit]\nDefaultDependencies=no\n' | tee /run/systemd/system/service.d/alone.conf >/run/systemd/system/machine.target
printf 'Wants=systemd-journald.socket systemd-journald.service\n' >>/run/systemd/system/machine.target
mkdir /run/systemd/system/timer.d
cp /run/systemd/system/service.d/alone.conf /run/systemd/system/timer.d/
export container=other
exec /lib/systemd/systemd --system --unit=machine.target --log-target=console --log-level=warning --show-status=false
