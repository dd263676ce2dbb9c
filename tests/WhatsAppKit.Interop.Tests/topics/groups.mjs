// Groups: their members and changes.
export default ({ socket, write }) => ({
	async createGroup({ subject, participants }) {
		const group = await socket().groupCreate(subject, participants)
		return { id: group.id, addressing: group.addressingMode }
	},
	async group({ id }) {
		const group = await socket().groupMetadata(id)
		return { subject: group.subject, addressing: group.addressingMode, participants: group.participants.map(member => member.id) }
	},
	async changeGroup({ id, action, participants }) {
		const results = await socket().groupParticipantsUpdate(id, participants, action)
		return { results: results.map(({ jid, status }) => ({ jid, status })) }
	},
	async leaveGroup({ id }) {
		await socket().groupLeave(id)
	},
	watch(current) {
		current.ev.on('groups.upsert', groups => {
			for (const { id, subject, participants } of groups) {
				write({ event: 'joined', id, subject, participants: participants.map(member => member.id) })
			}
		})
		current.ev.on('groups.update', changes => {
			for (const { id, subject } of changes) {
				write({ event: 'changed', id, subject })
			}
		})
		current.ev.on('group-participants.update', ({ id, action, participants }) => {
			write({ event: 'participants', id, action, participants: participants.map(member => member.id ?? member) })
		})
	}
})
