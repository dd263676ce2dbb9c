// Groups, communities and contacts: any method of the socket by name, and what is told about groups and people.
export default ({ socket, write, revive }) => ({
	async invoke({ method, args }) {
		const result = await socket()[method](...revive(args ?? []))
		return { value: result ?? null }
	},
	watch(current) {
		const told = (name, list) => {
			for (const change of list) {
				write({ event: name, ...change })
			}
		}
		current.ev.on('groups.update', groups => told('group', groups))
		current.ev.on('group.join-request', request => told('joinRequest', [request]))
		current.ev.on('group.member-tag.update', tag => told('memberTag', [tag]))
		current.ev.on('contacts.update', contacts => told('contact', contacts))
		current.ev.on('blocklist.update', change => told('blocked', [change]))
	}
})
